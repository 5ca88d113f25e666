#include "TMVA/VariableGaussTransform.h"

#include "TMVA/Tools.h"
#include "transform/CumulativePDF.h"
#include "transform/CumulativePDFNode.h"
#include "transform/SortColumn.h"

#include "TMath.h"

#include <algorithm>

namespace TMVA {
namespace {

/// How near to 0 and 1 a probability may come before its quantile is taken: TMVA limits 2 p - 1 to +-0.99999999.
constexpr Double_t kSmallestProbability = 0.5e-8;

/// The values of a column in ascending order, those of each set of events and (last) of all.
std::vector<std::vector<WeightedValue>> SortedSamples(const EventTable &events, std::size_t column, UInt_t nSets)
{
   std::vector<std::vector<WeightedValue>> samples(nSets);
   samples.back().reserve(events.GetNRows());
   for (const RowValue &entry : SortColumn(events, column)) {
      const UInt_t cls = events.GetClass(entry.fRow);
      samples.back().push_back({entry.fValue, events.GetWeight(entry.fRow)});
      if (cls + 1 < nSets)
         samples[cls].push_back(samples.back().back());
   }
   return samples;
}

/// What stands in for a set of events that has no distribution.
CumulativePDF Placeholder()
{
   return {{0, 0.5, 1}, {0.5, 1}};
}

TString NodeOfSet(UInt_t set)
{
   return TString::Format("CumulativePDF_cls%u", set);
}

} // namespace

VariableGaussTransform::VariableGaussTransform(DataSetInfo &info, Types::EVariableTransform kind)
   : VariableTransformBase(info, kind, kind == Types::kUniform ? "Uniform" : "Gauss")
{
}

VariableGaussTransform::~VariableGaussTransform() = default;

void VariableGaussTransform::Prepare(const EventTable &training, Int_t cls)
{
   fPDFs.clear();
   for (const std::size_t column : GetColumns()) {
      const std::vector<std::vector<WeightedValue>> samples = SortedSamples(training, column, GetNSets());
      for (UInt_t set = 0; set < GetNSets(); ++set) {
         const std::optional<CumulativePDF> pdf = CumulativePDF::Estimate(samples[set]);
         if (!pdf && set == SetOf(cls))
            Log() << kFATAL << "VarTransform " << (GetVariableTransform() == Types::kUniform ? "U" : "G")
                  << " cannot transform " << NameOfColumn(column) << ": in the training events of " << NameOfSet(set)
                  << " it is constant, or the weights add up to nothing. Transform the other variables only, e.g. "
                  << "G(var1,var2), or use N" << Endl;
         fPDFs.push_back(pdf.value_or(Placeholder()));
      }
   }
}

void VariableGaussTransform::Transform(Float_t *row, Int_t cls) const
{
   auto pdf = fPDFs.begin() + SetOf(cls);
   for (const std::size_t column : GetColumns()) {
      const Double_t probability = pdf->Value(row[column]);
      row[column] = GetVariableTransform() == Types::kUniform
                       ? probability
                       : TMath::NormQuantile(std::clamp(probability, kSmallestProbability, 1 - kSmallestProbability));
      pdf += GetNSets();
   }
}

void VariableGaussTransform::InverseTransform(Float_t *row, Int_t cls) const
{
   auto pdf = fPDFs.begin() + SetOf(cls);
   for (const std::size_t column : GetColumns()) {
      row[column] = pdf->Inverse(GetVariableTransform() == Types::kUniform ? row[column] : TMath::Freq(row[column]));
      pdf += GetNSets();
   }
}

void *VariableGaussTransform::AttachXMLTo(void *transformations) const
{
   void *transform = gTools().AddChild(transformations, "Transform");
   gTools().AddAttr(transform, "Name", "Gauss");
   gTools().AddAttr(transform, "FlatOrGauss", GetVariableTransform() == Types::kUniform ? "Flat" : "Gauss");
   WriteSelection(transform);
   auto pdf = fPDFs.begin();
   for (std::size_t i = 0; i < GetColumns().size(); ++i) {
      void *variable = gTools().AddChild(transform, "Variable");
      gTools().AddAttr(variable, "VarIndex", i);
      for (UInt_t set = 0; set < GetNSets(); ++set)
         WritePDF(gTools().AddChild(variable, NodeOfSet(set)), *pdf++, i, set);
   }
   return transform;
}

void VariableGaussTransform::ReadFromXML(void *transformNode)
{
   ReadSelection(transformNode);
   fPDFs.clear();
   void *variable = gTools().GetChild(transformNode, "Variable");
   for (std::size_t i = 0; i < GetColumns().size(); ++i) {
      for (UInt_t set = 0; set < GetNSets(); ++set) {
         void *node = variable ? gTools().GetChild(variable, NodeOfSet(set)) : nullptr;
         if (!node)
            Log() << kFATAL << "The weight file has no distribution " << NodeOfSet(set) << " of "
                  << NameOfColumn(GetColumns()[i]) << ": the file is damaged" << Endl;
         fPDFs.push_back(ReadPDF(node, Log()));
      }
      variable = gTools().GetNextChild(variable, "Variable");
   }
}

} // namespace TMVA
