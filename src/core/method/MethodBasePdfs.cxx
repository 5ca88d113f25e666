/// \file
/// MethodBase: densities of the response, and what is measured with densities.
#include "TMVA/MethodBase.h"

#include "TMVA/Results.h"
#include "evaluate/Efficiency.h"
#include "evaluate/PDFPerformance.h"
#include "evaluate/ResponseHistograms.h"
#include "method/MvaPdfs.h"

#include "TDirectory.h"
#include "TH1.h"

#include <algorithm>
#include <cmath>

namespace TMVA {

void MethodBase::CreateMVAPdfs()
{
   RequireClassification("CreateMVAPdfs");
   if (!fMvaPdfs)
      fMvaPdfs = std::make_unique<MvaPdfs>(fMethodName, *this);
   const Results &results = *Data()->GetResults(fMethodName, Types::kTraining, fAnalysisType);
   SignalAndBackground responses =
      SplitResponses(Data()->GetTable(Types::kTraining), results, DataInfo().GetSignalClassIndex());
   if (fIgnoreNegWeightsInTraining)
      for (ResponseSample *part : {&responses.fSignal, &responses.fBackground})
         for (Double_t &weight : part->fWeights)
            weight = std::max(0., weight);
   fMvaPdfs->Make(GetMethodTypeName(), responses);
   Log() << kINFO << "<CreateMVAPdfs> Separation from histogram (PDF): "
         << TString::Format("%1.3f (%1.3f)", TMVA::GetSeparation(fMvaPdfs->GetSignalHist(), fMvaPdfs->GetBackgroundHist()),
                            TMVA::GetSeparation(fMvaPdfs->GetSignal(), fMvaPdfs->GetBackground()))
         << Endl;
   if (!IsSilentFile() && BaseDir())
      fMvaPdfs->Write(*BaseDir());
}

PDF *MethodBase::MVAPdfS() const
{
   return fMvaPdfs && fMvaPdfs->AreMade() ? &fMvaPdfs->GetSignal() : nullptr;
}

PDF *MethodBase::MVAPdfB() const
{
   return fMvaPdfs && fMvaPdfs->AreMade() ? &fMvaPdfs->GetBackground() : nullptr;
}

void MethodBase::RequireClassification(const char *caller) const
{
   if (DoRegression() || DoMulticlass())
      Log() << kFATAL << caller << " of method \"" << GetMethodName() << "\": there are PDFs of the response in a "
            << "classification of two classes only" << Endl;
}

const MvaPdfs &MethodBase::RequirePdfs(const char *caller) const
{
   RequireClassification(caller);
   if (!MVAPdfS())
      Log() << kFATAL << caller << " of method \"" << GetMethodName()
            << "\" needs PDFs of the response, and there are none. Train the method with option CreateMVAPdfs" << Endl;
   return *fMvaPdfs;
}

void MethodBase::AddClassifierOutputProb(Types::ETreeType type)
{
   DataSet &data = CurrentDataOf(type);
   Log() << kINFO << "Dataset[" << DataInfo().GetName() << "] : Evaluation of " << fMethodName << " on "
         << (type == Types::kTraining ? "training" : "testing") << " sample" << Endl;
   const Results &responses = *data.GetResults(fMethodName, type, Types::kClassification);
   Results &probabilities = *data.GetResults("prob_" + fMethodName, type, Types::kClassification);
   probabilities.Resize(responses.GetSize());
   for (Long64_t i = 0; i < responses.GetSize(); ++i)
      probabilities.SetValue(GetProba(responses[i], 0.5), i);
}

Double_t MethodBase::GetProba(Double_t mvaVal, Double_t ap_sig)
{
   if (!(ap_sig >= 0 && ap_sig <= 1))
      Log() << kFATAL << "GetProba of method \"" << GetMethodName() << "\": the fraction of signal events is " << ap_sig
            << ", expected a number between 0 and 1" << Endl;
   return RequirePdfs("GetProba").GetProba(mvaVal, ap_sig);
}

Double_t MethodBase::GetProba(const Event *event)
{
   return GetProba(GetMvaValue(event), 0.5);
}

Double_t MethodBase::GetRarity(Double_t mvaVal, Types::ESBType reftype) const
{
   return RequirePdfs("GetRarity").GetRarity(mvaVal, reftype);
}

void MethodBase::StorePdfHistograms(Results &test) const
{
   Log() << kINFO << "Also filling probability and rarity histograms (on request)..." << Endl;
   const EventTable &events = Data()->GetTable(Types::kTesting);
   const UInt_t signal = DataInfo().GetSignalClassIndex();
   const Results &probabilities = *Data()->GetResults("prob_" + fMethodName, Types::kTesting, Types::kClassification);
   StoreProbabilityHistograms(GetTestvarName() + "_Proba", SplitResponses(events, probabilities, signal), test);
   const Float_t largest = std::nextafter(1.f, 0.f); // so that all are within the histogram, as in genuine TMVA
   SignalAndBackground rarities = SplitResponses(events, test, signal);
   for (ResponseSample *part : {&rarities.fSignal, &rarities.fBackground})
      for (Float_t &value : part->fValues)
         value = std::min<Float_t>(GetRarity(value), largest);
   StoreProbabilityHistograms(GetTestvarName() + "_Rarity", rarities, test);
}

/// `measure(signal, background)` of parabolas through the histograms of the test responses.
template <class Measure>
Double_t MethodBase::OfTestResponses(Measure measure) const
{
   const Results &test = *Data()->GetResults(fMethodName, Types::kTesting, fAnalysisType);
   const TH1 *signal = test.GetHist(GetTestvarName() + "_S");
   const TH1 *background = test.GetHist(GetTestvarName() + "_B");
   if (!signal || !background)
      Log() << kFATAL << "Method \"" << GetMethodName() << "\": there are no histograms of the test responses yet. Call "
            << "Factory::EvaluateAllMethods() (or TestClassification()) first." << Endl;
   return measure(PDF("PDF_S", signal), PDF("PDF_B", background));
}

void MethodBase::RequireBoth(const char *caller, const void *signal, const void *background) const
{
   if (!signal != !background)
      Log() << kFATAL << "Method \"" << GetMethodName() << "\": " << caller
            << " needs two histograms or none, got nullptr for the " << (signal ? "background" : "signal") << Endl;
}

Double_t MethodBase::GetSeparation(TH1 *signal, TH1 *background) const
{
   RequireBoth("GetSeparation", signal, background);
   if (signal)
      return TMVA::GetSeparation(*signal, *background);
   return OfTestResponses([](const PDF &s, const PDF &b) { return TMVA::GetSeparation(s, b); });
}

Double_t MethodBase::GetSeparation(PDF *signal, PDF *background) const
{
   RequireBoth("GetSeparation", signal, background);
   return signal ? TMVA::GetSeparation(*signal, *background) : GetSeparation();
}

Double_t MethodBase::GetROCIntegral(TH1D *signal, TH1D *background) const
{
   RequireBoth("GetROCIntegral", signal, background);
   if (signal)
      return TMVA::GetROCIntegral(PDF("PDF_S", signal), PDF("PDF_B", background));
   return OfTestResponses([](const PDF &s, const PDF &b) { return TMVA::GetROCIntegral(s, b); });
}

Double_t MethodBase::GetROCIntegral(PDF *signal, PDF *background) const
{
   RequireBoth("GetROCIntegral", signal, background);
   return signal ? TMVA::GetROCIntegral(*signal, *background) : GetROCIntegral();
}

} // namespace TMVA
