#include "TMVA/VariablePCATransform.h"

#include "TMVA/Tools.h"
#include "transform/LinearMap.h"
#include "transform/Moments.h"
#include "base/NumberList.h"

#include "TMatrixDSymEigen.h"

namespace TMVA {
namespace {

TMatrixD EigenvectorsOf(const TMatrixDSym &matrix)
{
   if (matrix.GetNrows() == 0)
      return {};
   return TMatrixDSymEigen(matrix).GetEigenVectors();
}

/// Genuine TMVA gives the sets these names, whatever the classes are called.
const char *LabelOfSet(std::size_t set)
{
   return set == 0 ? "Signal" : set == 1 ? "Background" : "Combined";
}

constexpr Int_t kDigits = 8;

} // namespace

void VariablePCATransform::AddComponents(const TVectorD &mean, const TMatrixD &eigenvectors)
{
   const TMatrixD projection(TMatrixD::kTransposed, eigenvectors);
   TVectorD offset(mean);
   if (mean.GetNrows() > 0) {
      offset *= projection;
      offset *= -1;
   }
   fSets.push_back({mean, eigenvectors, projection, offset});
}

void VariablePCATransform::Prepare(const EventTable &training, Int_t)
{
   fSets.clear();
   for (UInt_t set = 0; set < GetNSets(); ++set) {
      const Bool_t isAll = set + 1 == GetNSets();
      const Moments moments = MomentsOf(training, GetColumns(), isAll ? -1 : Int_t(set), EventWeights::kIgnored);
      AddComponents(moments.fMean, EigenvectorsOf(moments.fCovariance));
   }
}

void VariablePCATransform::Transform(Float_t *row, Int_t cls) const
{
   const Components &set = fSets[SetOf(cls)];
   ApplyLinearMap(set.fProjection, &set.fOffset, GetColumns(), row);
}

void VariablePCATransform::InverseTransform(Float_t *row, Int_t cls) const
{
   const Components &set = fSets[SetOf(cls)];
   ApplyLinearMap(set.fEigenvectors, &set.fMean, GetColumns(), row);
}

void *VariablePCATransform::AttachXMLTo(void *transformations) const
{
   void *transform = gTools().AddChild(transformations, "Transform");
   gTools().AddAttr(transform, "Name", "PCA");
   WriteSelection(transform);
   const auto addNode = [&](const char *name, std::size_t set) {
      void *node = gTools().AddChild(transform, name);
      gTools().AddAttr(node, "Class", LabelOfSet(set));
      gTools().AddAttr(node, "ClassIndex", set);
      gTools().AddAttr(node, "NRows", GetColumns().size());
      return node;
   };
   for (std::size_t set = 0; set < fSets.size(); ++set)
      WriteNumbers(addNode("Statistics", set), fSets[set].fMean.GetMatrixArray(), GetColumns().size(), kDigits);
   for (std::size_t set = 0; set < fSets.size(); ++set) {
      const TMatrixD &eigenvectors = fSets[set].fEigenvectors;
      void *node = addNode("Eigenvectors", set);
      gTools().AddAttr(node, "NCols", eigenvectors.GetNcols());
      WriteNumbers(node, eigenvectors.GetMatrixArray(), eigenvectors.GetNoElements(), kDigits);
   }
   return transform;
}

std::vector<std::vector<Double_t>>
VariablePCATransform::ReadSets(void *transformNode, const char *name, std::size_t nNumbers) const
{
   std::vector<std::vector<Double_t>> sets;
   for (void *node = gTools().GetChild(transformNode, name); node; node = gTools().GetNextChild(node, name)) {
      sets.push_back(ReadNumbers(node));
      if (sets.back().size() != nNumbers)
         Log() << kFATAL << "The weight file has principal components of " << GetColumns().size() << " columns, but a "
               << name << " node of it has " << sets.back().size() << " numbers, not " << nNumbers
               << ": the file is damaged" << Endl;
   }
   if (sets.size() != GetNSets())
      Log() << kFATAL << "The weight file has " << name << " of principal components for " << sets.size()
            << " sets of events, expected are " << GetNSets() << " (each class and all): the file is damaged" << Endl;
   return sets;
}

void VariablePCATransform::ReadFromXML(void *transformNode)
{
   ReadSelection(transformNode);
   const std::size_t n = GetColumns().size();
   const auto means = ReadSets(transformNode, "Statistics", n);
   const auto eigenvectors = ReadSets(transformNode, "Eigenvectors", n * n);
   fSets.clear();
   for (std::size_t set = 0; set < means.size(); ++set)
      AddComponents(TVectorD(n, means[set].data()), TMatrixD(n, n, eigenvectors[set].data()));
}

} // namespace TMVA
