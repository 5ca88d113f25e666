#include "TMVA/VariableDecorrTransform.h"

#include "data/Covariance.h"

#include "TMVA/Tools.h"

#include "TMatrixDSym.h"
#include "TMatrixDSymEigen.h"
#include "TString.h"
#include "TVectorD.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace TMVA {
namespace {

/// Of the columns in the events of one class (`cls` < 0: of all).
TMatrixDSym CovarianceOf(const EventTable &events, const std::vector<std::size_t> &columns, Int_t cls)
{
   Covariance sample(columns.size());
   std::vector<Double_t> point(columns.size());
   for (std::size_t row = 0; row < events.GetNRows(); ++row) {
      if (cls >= 0 && events.GetClass(row) != UInt_t(cls))
         continue;
      for (std::size_t i = 0; i < columns.size(); ++i)
         point[i] = events.GetRow(row)[columns[i]];
      sample.Add(point, events.GetWeight(row));
   }
   return sample.GetMatrix();
}

TMatrixD InverseSquareRoot(const TMatrixDSym &matrix)
{
   if (matrix.GetNrows() == 0)
      return {};
   const TMatrixDSymEigen eigen(matrix);
   const TMatrixD &vectors = eigen.GetEigenVectors();
   TMatrixD scaled(vectors);
   for (Int_t row = 0; row < scaled.GetNrows(); ++row)
      for (Int_t column = 0; column < scaled.GetNcols(); ++column)
         scaled(row, column) /= std::sqrt(eigen.GetEigenValues()[column]);
   return TMatrixD(scaled, TMatrixD::kMultTranspose, vectors);
}

} // namespace

void VariableDecorrTransform::Prepare(const EventTable &training, Int_t cls)
{
   fMatrices.clear();
   for (UInt_t set = 0; set < GetNSets(); ++set) {
      const Bool_t isAll = set + 1 == GetNSets();
      const TMatrixDSym covariance = CovarianceOf(training, GetColumns(), isAll ? -1 : Int_t(set));
      if (!IsSingular(covariance)) {
         fMatrices.push_back(InverseSquareRoot(covariance));
         continue;
      }
      if (set == SetOf(cls))
         Log() << kFATAL << "VarTransform D cannot decorrelate " << NamesOfColumns() << ": in the training events of "
               << NameOfSet(set) << " they are constant or linearly dependent. Decorrelate fewer of them, e.g. "
               << "D(var1,var2), or use N" << Endl;
      fMatrices.emplace_back(GetColumns().size(), GetColumns().size());
   }
   InvertMatrices();
}

void VariableDecorrTransform::InvertMatrices()
{
   fInverses.clear(); // the assignment of matrices does not resize
   for (const TMatrixD &matrix : fMatrices) {
      fInverses.push_back(matrix);
      if (matrix.Norm1() > 0)
         fInverses.back().Invert();
   }
}

void VariableDecorrTransform::Multiply(const TMatrixD &matrix, Float_t *row) const
{
   const std::vector<std::size_t> &columns = GetColumns();
   constexpr std::size_t onStack = 64; // rows are many: no allocation for usual numbers of variables
   Double_t stack[onStack];
   std::vector<Double_t> heap(columns.size() > onStack ? columns.size() : 0);
   Double_t *values = heap.empty() ? stack : heap.data();
   for (std::size_t i = 0; i < columns.size(); ++i)
      values[i] = row[columns[i]];
   const Double_t *element = matrix.GetMatrixArray();
   for (std::size_t i = 0; i < columns.size(); ++i) {
      Double_t sum = 0;
      for (std::size_t j = 0; j < columns.size(); ++j)
         sum += *element++ * values[j];
      row[columns[i]] = sum;
   }
}

void VariableDecorrTransform::Transform(Float_t *row, Int_t cls) const
{
   Multiply(fMatrices[SetOf(cls)], row);
}

void VariableDecorrTransform::InverseTransform(Float_t *row, Int_t cls) const
{
   Multiply(fInverses[SetOf(cls)], row);
}

void *VariableDecorrTransform::AttachXMLTo(void *transformations) const
{
   void *transform = gTools().AddChild(transformations, "Transform");
   gTools().AddAttr(transform, "Name", "Decorrelation");
   WriteSelection(transform);
   for (const TMatrixD &matrix : fMatrices) {
      std::ostringstream text;
      text.precision(15);
      text << std::scientific;
      for (Int_t i = 0; i < matrix.GetNoElements(); ++i)
         text << matrix.GetMatrixArray()[i] << " ";
      void *node = gTools().AddChild(transform, "Matrix");
      gTools().AddAttr(node, "Rows", matrix.GetNrows());
      gTools().AddAttr(node, "Columns", matrix.GetNcols());
      gTools().AddRawLine(node, text.str().c_str());
   }
   return transform;
}

void VariableDecorrTransform::ReadFromXML(void *transformNode)
{
   ReadSelection(transformNode);
   const Int_t n = GetColumns().size();
   fMatrices.clear();
   for (void *node = gTools().GetChild(transformNode, "Matrix"); node; node = gTools().GetNextChild(node, "Matrix")) {
      const char *content = gTools().GetContent(node);
      std::istringstream text(content ? content : "");
      TMatrixD matrix(n, n);
      for (Int_t i = 0; i < matrix.GetNoElements(); ++i)
         text >> matrix.GetMatrixArray()[i];
      if (!text)
         Log() << kFATAL << "The weight file decorrelates " << n << " columns, but a Matrix node of it has fewer than "
               << n * n << " numbers: the file is damaged" << Endl;
      fMatrices.push_back(matrix);
   }
   if (fMatrices.size() != GetNSets())
      Log() << kFATAL << "The weight file has matrices for " << fMatrices.size() << " sets of events, expected are "
            << GetNSets() << " (each class and all): the file is damaged" << Endl;
   InvertMatrices();
}

} // namespace TMVA
