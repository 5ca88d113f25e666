#include "TMVA/VariableDecorrTransform.h"

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

/// Below this the smallest eigenvalue of a correlation matrix is rounding: float32 columns leave about 1e-14.
constexpr Double_t kSmallestEigenvalue = 1e-12;

/// Mean and covariance of the columns in the events of one class (`cls` < 0: of all), weighted.
TMatrixDSym Covariance(const EventTable &events, const std::vector<std::size_t> &columns, Int_t cls)
{
   const Int_t n = columns.size();
   Double_t sumOfWeights = 0;
   TVectorD mean(n);
   const auto isOutside = [&](std::size_t row) { return cls >= 0 && events.GetClass(row) != UInt_t(cls); };
   for (std::size_t row = 0; row < events.GetNRows(); ++row) {
      if (isOutside(row))
         continue;
      sumOfWeights += events.GetWeight(row);
      for (Int_t i = 0; i < n; ++i)
         mean[i] += events.GetWeight(row) * events.GetRow(row)[columns[i]];
   }
   TMatrixDSym covariance(n);
   if (!(sumOfWeights > 0))
      return covariance;
   mean *= 1 / sumOfWeights;
   for (std::size_t row = 0; row < events.GetNRows(); ++row) {
      if (isOutside(row))
         continue;
      const Float_t *values = events.GetRow(row);
      for (Int_t i = 0; i < n; ++i)
         for (Int_t j = 0; j <= i; ++j)
            covariance(i, j) += events.GetWeight(row) * (values[columns[i]] - mean[i]) * (values[columns[j]] - mean[j]);
   }
   for (Int_t i = 0; i < n; ++i)
      for (Int_t j = 0; j <= i; ++j)
         covariance(j, i) = covariance(i, j) = covariance(i, j) / sumOfWeights;
   return covariance;
}

/// Judged on correlations, since the variances of sound variables may differ by any factor.
Bool_t IsSingular(const TMatrixDSym &covariance)
{
   if (covariance.GetNrows() == 0)
      return kFALSE;
   TMatrixDSym correlation(covariance);
   for (Int_t i = 0; i < covariance.GetNrows(); ++i) {
      if (!(covariance(i, i) > 0))
         return kTRUE;
      for (Int_t j = 0; j < covariance.GetNrows(); ++j)
         correlation(i, j) /= std::sqrt(covariance(i, i)) * std::sqrt(covariance(j, j));
   }
   return TMatrixDSymEigen(correlation).GetEigenValues().Min() < kSmallestEigenvalue;
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
      const TMatrixDSym covariance = Covariance(training, GetColumns(), isAll ? -1 : Int_t(set));
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
