#include "TMVA/MethodCrossValidation.h"

#include "data/FoldExpression.h"

#include "TMVA/ClassifierFactory.h"
#include "TMVA/Config.h"
#include "TMVA/Results.h"
#include "TMVA/Tools.h"

#include "TSystem.h"

#include <algorithm>

REGISTER_METHOD(CrossValidation)

namespace TMVA {

MethodCrossValidation::MethodCrossValidation(const TString &jobName, const TString &methodTitle, DataSetInfo &dsi,
                                             const TString &theOption)
   : MethodBase(jobName, Types::kCrossValidation, methodTitle, dsi, theOption), fEncapsulatedJobName(jobName)
{
}

MethodCrossValidation::MethodCrossValidation(DataSetInfo &dsi, const TString &weightFile)
   : MethodBase(Types::kCrossValidation, dsi, weightFile)
{
}

MethodCrossValidation::~MethodCrossValidation() = default;

Bool_t MethodCrossValidation::HasAnalysisType(Types::EAnalysisType, UInt_t, UInt_t)
{
   return kTRUE; // the method in the folds was asked
}

void MethodCrossValidation::DeclareOptions()
{
   DeclareOptionRef(fEncapsulatedMethodName, "EncapsulatedMethodName", "Title of the method in the folds");
   DeclareOptionRef(fEncapsulatedMethodTypeName, "EncapsulatedMethodTypeName", "Type of the method in the folds");
   DeclareOptionRef(fNumFolds, "NumFolds", "Number of folds");
   DeclareOptionRef(fOutputEnsembling, "OutputEnsembling", "The response: of the method of the event's fold, or the mean");
   AddPreDefVal(TString("None"));
   AddPreDefVal(TString("Avg"));
   DeclareOptionRef(fSplitExpr, "SplitExpr", "Formula of the fold of an event; empty: folds at random");
}

// --- the methods of the folds

TString MethodCrossValidation::GetFoldTitle(UInt_t fold) const
{
   return TString::Format("%s_fold%u", fEncapsulatedMethodName.Data(), fold + 1);
}

std::unique_ptr<MethodBase> MethodCrossValidation::ReadFold(UInt_t fold)
{
   const TString file = gSystem->GetDirName(GetWeightFileName()) + "/" + fEncapsulatedJobName + "_" + GetFoldTitle(fold) +
                        "." + gConfig().GetIONames().fWeightFileExtension + ".xml";
   std::unique_ptr<IMethod> created(
      ClassifierFactory::Instance().Create(fEncapsulatedMethodTypeName.Data(), DataInfo(), file));
   std::unique_ptr<MethodBase> method(dynamic_cast<MethodBase *>(created.get()));
   if (!method)
      Log() << kFATAL << "Method \"" << fEncapsulatedMethodTypeName << "\" does not derive from TMVA::MethodBase: it cannot "
            << "be cross-validated" << Endl;
   created.release();
   method->SetAnalysisType(GetAnalysisType());
   method->SetupMethod();
   method->DeclareCompatibilityOptions();
   method->ReadStateFromFile();
   return method;
}

void MethodCrossValidation::ReadFolds()
{
   fFolds.clear();
   for (UInt_t fold = 0; fold < fNumFolds; ++fold)
      fFolds.push_back(ReadFold(fold));
   RequireFolds();
   if (fSplitExpr != "")
      fExpression = std::make_unique<FoldExpression>(fSplitExpr, DataInfo(), fNumFolds);
}

void MethodCrossValidation::RequireFolds() const
{
   if (fFolds.empty())
      Log() << kFATAL << "Method " << GetMethodName() << " (CrossValidation) has no folds. It is booked by "
            << "TMVA::CrossValidation; its weight file is read with those of the folds beside it" << Endl;
}

void MethodCrossValidation::Train()
{
   ReadFolds();
}

void MethodCrossValidation::AddWeightsXMLTo(void *parent) const
{
   void *weights = gTools().AddChild(parent, "Weights");
   gTools().AddAttr(weights, "JobName", fEncapsulatedJobName.Data());
   gTools().AddAttr(weights, "SplitExpr", fSplitExpr.Data());
   gTools().AddAttr(weights, "NumFolds", fNumFolds);
   gTools().AddAttr(weights, "EncapsulatedMethodName", fEncapsulatedMethodName.Data());
   gTools().AddAttr(weights, "EncapsulatedMethodTypeName", fEncapsulatedMethodTypeName.Data());
   gTools().AddAttr(weights, "OutputEnsembling", fOutputEnsembling.Data());
}

void MethodCrossValidation::ReadWeightsFromXML(void *weights)
{
   gTools().ReadAttr(weights, "JobName", fEncapsulatedJobName);
   gTools().ReadAttr(weights, "SplitExpr", fSplitExpr);
   gTools().ReadAttr(weights, "NumFolds", fNumFolds);
   gTools().ReadAttr(weights, "EncapsulatedMethodName", fEncapsulatedMethodName);
   gTools().ReadAttr(weights, "EncapsulatedMethodTypeName", fEncapsulatedMethodTypeName);
   gTools().ReadAttr(weights, "OutputEnsembling", fOutputEnsembling);
   ReadFolds();
}

void MethodCrossValidation::ReadWeightsFromStream(std::istream &)
{
   Log() << kFATAL << "Method " << GetMethodName() << ": weight files in text form are not read, only those in XML" << Endl;
}

// --- responses

void MethodCrossValidation::RefuseRandomFolds() const
{
   Log() << kFATAL << "Method " << GetMethodName() << " (CrossValidation): events were divided into folds at random, so "
         << "that it is not known which of the " << fNumFolds << " trained methods should respond to this event. "
         << "Cross-validate with OutputEnsembling=Avg, or with SplitType=Deterministic and a SplitExpr" << Endl;
   throw FatalError("unreachable");
}

/// `evaluate` gives the values of one method for one event.
template <class Evaluate>
std::vector<Double_t> MethodCrossValidation::Combine(Evaluate evaluate)
{
   RequireFolds();
   const Event event(*GetEvent()); // a copy: the methods use the same data set
   if (!IsAverage()) {
      if (!fExpression)
         RefuseRandomFolds();
      return evaluate(*fFolds[fExpression->GetFold(event.GetSpectators())], event);
   }
   std::vector<Double_t> sum;
   for (const auto &fold : fFolds) {
      const std::vector<Double_t> values = evaluate(*fold, event);
      sum.resize(values.size());
      std::transform(values.begin(), values.end(), sum.begin(), sum.begin(), std::plus<>());
   }
   for (Double_t &value : sum)
      value /= fFolds.size();
   return sum;
}

Double_t MethodCrossValidation::GetMvaValue(Double_t *err, Double_t *errUpper)
{
   NoErrorCalc(err, errUpper);
   const auto respond = [](MethodBase &method, const Event &event) {
      return std::vector<Double_t>{method.GetMvaValue(&event)};
   };
   return Combine(respond)[0];
}

const std::vector<Float_t> &MethodCrossValidation::GetMulticlassValues()
{
   const std::vector<Double_t> values = Combine([](MethodBase &method, const Event &event) {
      const std::vector<Float_t> &ofFold = method.GetMulticlassValues(&event);
      return std::vector<Double_t>(ofFold.begin(), ofFold.end());
   });
   fValues.assign(values.begin(), values.end());
   return fValues;
}

const std::vector<Float_t> &MethodCrossValidation::GetRegressionValues()
{
   const std::vector<Double_t> values = Combine([](MethodBase &method, const Event &event) {
      const std::vector<Float_t> &ofFold = method.GetRegressionValues(&event);
      return std::vector<Double_t>(ofFold.begin(), ofFold.end());
   });
   fValues.assign(values.begin(), values.end());
   return fValues;
}

/// The fold of each event of `type`.
std::vector<UInt_t> MethodCrossValidation::FindFolds(Types::ETreeType type) const
{
   const EventTable &events = Data()->GetTable(type);
   if (!fExpression && Data()->GetFolds().size() != events.GetNRows())
      RefuseRandomFolds();
   if (!fExpression)
      return Data()->GetFolds();
   std::vector<UInt_t> folds(events.GetNRows());
   std::vector<Float_t> spectators(events.GetNSpectators());
   for (std::size_t row = 0; row < folds.size(); ++row) {
      const Float_t *end = events.GetRow(row) + events.GetNColumns();
      std::copy(end - spectators.size(), end, spectators.begin());
      folds[row] = fExpression->GetFold(spectators);
   }
   return folds;
}

/// Each method of a fold responds to all events in one go, as it does by itself.
void MethodCrossValidation::AddCombinedOutput(Types::ETreeType type)
{
   RequireFolds();
   DataSet &data = *Data();
   const std::vector<UInt_t> foldOfRow = IsAverage() ? std::vector<UInt_t>() : FindFolds(type);
   Results &results = *data.GetResults(GetMethodName(), type, GetAnalysisType());
   const std::size_t nOutputs = results.GetNOutputs(), nRows = data.GetNEvents(type);
   std::vector<Double_t> values(nRows * nOutputs);
   for (UInt_t fold = 0; fold < fFolds.size(); ++fold) {
      fFolds[fold]->AddOutput(type, GetAnalysisType());
      const TString title = fFolds[fold]->GetMethodName();
      const std::vector<Float_t> &ofFold = data.GetResults(title, type, GetAnalysisType())->GetAllValues();
      for (std::size_t i = 0; i < values.size(); ++i)
         if (IsAverage())
            values[i] += ofFold[i] / fFolds.size();
         else if (foldOfRow[i / nOutputs] == fold)
            values[i] = ofFold[i];
      data.DeleteResults(title, type, GetAnalysisType());
      data.DeleteResults("prob_" + title, type, GetAnalysisType());
   }
   results.Resize(nRows);
   for (std::size_t row = 0; row < nRows; ++row)
      results.SetValues({values.begin() + row * nOutputs, values.begin() + (row + 1) * nOutputs}, row);
}

void MethodCrossValidation::AddClassifierOutput(Types::ETreeType type)
{
   AddCombinedOutput(type);
}

void MethodCrossValidation::AddRegressionOutput(Types::ETreeType type)
{
   AddCombinedOutput(type);
}

void MethodCrossValidation::AddMulticlassOutput(Types::ETreeType type)
{
   AddCombinedOutput(type);
}

void MethodCrossValidation::GetHelpMessage() const
{
   Log() << kINFO << "The methods that were trained on the folds of a cross validation. See their own help." << Endl;
}

} // namespace TMVA
