#include "TMVA/Results.h"

#include "TMVA/DataSetInfo.h"
#include "TMVA/MsgLogger.h"

#include "TGraph.h"
#include "TH1.h"

#include <algorithm>

namespace TMVA {

namespace {

UInt_t CountOutputs(const DataSetInfo &info, Types::EAnalysisType analysisType)
{
   if (analysisType == Types::kRegression)
      return std::max(1u, info.GetNTargets());
   return analysisType == Types::kMulticlass ? std::max(1u, info.GetNClasses()) : 1;
}

} // namespace

Results::Results(const DataSetInfo &info, const TString &name, Types::ETreeType treeType,
                 Types::EAnalysisType analysisType)
   : fName(name), fTreeType(treeType), fAnalysisType(analysisType), fNOutputs(CountOutputs(info, analysisType))
{
}

Results::~Results() = default;

void Results::Resize(Long64_t nEvents)
{
   fValues.resize(nEvents * fNOutputs);
}

void Results::SetValues(const std::vector<Float_t> &values, Int_t ievt)
{
   if (values.size() != fNOutputs) {
      MsgLogger log("Results");
      log << kFATAL << "Responses of \"" << fName << "\": expected " << fNOutputs << " values for event " << ievt
          << ", got " << values.size() << Endl;
   }
   for (UInt_t i = 0; i < fNOutputs; ++i)
      fValues.at(ievt * fNOutputs + i) = values[i];
}

void Results::Store(std::unique_ptr<TObject> object, const TString &alias)
{
   const TString key = alias == "" ? TString(object->GetName()) : alias;
   TObject *&kept = fByAlias[key];
   auto previous = std::find_if(fStorage.begin(), fStorage.end(), [&](const auto &stored) { return stored.get() == kept; });
   kept = object.get();
   if (previous != fStorage.end())
      *previous = std::move(object);
   else
      fStorage.push_back(std::move(object));
}

void Results::Store(TObject *object, const TString &alias)
{
   Store(std::unique_ptr<TObject>(object), alias);
}

TObject *Results::GetObject(const TString &alias) const
{
   const auto found = fByAlias.find(alias);
   return found == fByAlias.end() ? nullptr : found->second;
}

TH1 *Results::GetHist(const TString &alias) const
{
   return dynamic_cast<TH1 *>(GetObject(alias));
}

TGraph *Results::GetGraph(const TString &alias) const
{
   return dynamic_cast<TGraph *>(GetObject(alias));
}

void Results::Delete()
{
   fByAlias.clear();
   fStorage.clear();
}

} // namespace TMVA
