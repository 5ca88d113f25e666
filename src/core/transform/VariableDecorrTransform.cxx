#include "TMVA/VariableDecorrTransform.h"

#include "TMVA/Tools.h"
#include "data/Covariance.h"
#include "transform/LinearMap.h"
#include "transform/Moments.h"
#include "base/NumberList.h"

#include "TMatrixDSym.h"
#include "TMatrixDSymEigen.h"
#include "TString.h"

#include <cmath>

namespace TMVA {
namespace {

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
      const TMatrixDSym covariance =
         MomentsOf(training, GetColumns(), isAll ? -1 : Int_t(set), EventWeights::kUsed).fCovariance;
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

void VariableDecorrTransform::Transform(Float_t *row, Int_t cls) const
{
   ApplyLinearMap(fMatrices[SetOf(cls)], nullptr, GetColumns(), row);
}

void VariableDecorrTransform::InverseTransform(Float_t *row, Int_t cls) const
{
   ApplyLinearMap(fInverses[SetOf(cls)], nullptr, GetColumns(), row);
}

void *VariableDecorrTransform::AttachXMLTo(void *transformations) const
{
   void *transform = gTools().AddChild(transformations, "Transform");
   gTools().AddAttr(transform, "Name", "Decorrelation");
   WriteSelection(transform);
   for (const TMatrixD &matrix : fMatrices) {
      void *node = gTools().AddChild(transform, "Matrix");
      gTools().AddAttr(node, "Rows", matrix.GetNrows());
      gTools().AddAttr(node, "Columns", matrix.GetNcols());
      WriteNumbers(node, matrix.GetMatrixArray(), matrix.GetNoElements(), 15);
   }
   return transform;
}

void VariableDecorrTransform::ReadFromXML(void *transformNode)
{
   ReadSelection(transformNode);
   const std::size_t n = GetColumns().size();
   fMatrices.clear();
   for (void *node = gTools().GetChild(transformNode, "Matrix"); node; node = gTools().GetNextChild(node, "Matrix")) {
      const std::vector<Double_t> elements = ReadNumbers(node);
      if (elements.size() != n * n)
         Log() << kFATAL << "The weight file decorrelates " << n << " columns, but a Matrix node of it has "
               << elements.size() << " numbers, not " << n * n << ": the file is damaged" << Endl;
      fMatrices.emplace_back(n, n, elements.data());
   }
   if (fMatrices.size() != GetNSets())
      Log() << kFATAL << "The weight file has matrices for " << fMatrices.size() << " sets of events, expected are "
            << GetNSets() << " (each class and all): the file is damaged" << Endl;
   InvertMatrices();
}

} // namespace TMVA
