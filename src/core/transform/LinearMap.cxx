#include "transform/LinearMap.h"

void TMVA::ApplyLinearMap(const TMatrixD &matrix, const TVectorD *offset, const std::vector<std::size_t> &columns,
                          Float_t *row)
{
   thread_local std::vector<Double_t> buffer;
   buffer.resize(columns.size());
   Double_t *values = buffer.data(); // looking the buffer of a thread up takes time
   for (std::size_t i = 0; i < columns.size(); ++i)
      values[i] = row[columns[i]];
   const Double_t *element = matrix.GetMatrixArray();
   for (std::size_t i = 0; i < columns.size(); ++i) {
      Double_t sum = offset ? (*offset)[i] : 0;
      for (std::size_t j = 0; j < columns.size(); ++j)
         sum += *element++ * values[j];
      row[columns[i]] = sum;
   }
}
