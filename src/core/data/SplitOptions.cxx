#include "data/SplitOptions.h"

#include "TMVA/DataSetInfo.h"

namespace TMVA {

SplitOptions::SplitOptions(const DataSetInfo &info)
   : Configurable(info.GetSplitOptions()), fInfo(info), fNTrain(info.GetNClasses(), 0), fNTest(info.GetNClasses(), 0),
     fTrainFraction(info.GetNClasses(), 0)
{
   SetName("DataSetFactory");
   SetConfigName("DataSetFactory");
   DeclareOptionRef(fSplitMode, "SplitMode", "Which events are for training and which for testing");
   DeclareOptionRef(fMixMode, "MixMode", "In which order the classes follow one another");
   for (const char *mode : {"Random", "Alternate", "Block"}) {
      AddPreDefVal(TString("SplitMode"), TString(mode));
      AddPreDefVal(TString("MixMode"), TString(mode));
   }
   AddPreDefVal(TString("MixMode"), TString("SameAsSplitMode"));
   DeclareOptionRef(fSplitSeed, "SplitSeed", "Seed of the random order; 0: another order each time");
   DeclareOptionRef(fNormMode, "NormMode", "What the weights of the training events of a class add up to");
   for (const char *mode : {"None", "NumEvents", "EqualNumEvents"})
      AddPreDefVal(TString(mode));
   DeclareOptionRef(fScaleWithPreselEff, "ScaleWithPreselEff", "Requested numbers count events before the cut");
   DeclareClassOptions();
   DeclareOptionRef(fEventsInMemory, "EventsInMemory",
                    "Events of each class that are in memory, chosen at random and divided as above; the others are read again "
                    "in each epoch, for training, by methods that can; 0: all are in memory");
   DeclareOptionRef(fVerbose, "V", "More messages");
   DeclareOptionRef(fVerboseLevel, "VerboseLevel", "Which messages are printed");
   for (const char *level : {"Debug", "Verbose", "Info"})
      AddPreDefVal(TString(level));
   DeclareOptionRef(fPrintCorrelations, "Correlations", "Print the correlation matrices");
   DeclareOptionRef(fComputeCorrelations, "CalcCorrelations", "Compute the correlation matrices");
   ParseOptions();
   CheckForUnusedOptions();
   if (fEventsInMemory < 0)
      Log() << kFATAL << "Dataset \"" << fInfo.GetName() << "\": EventsInMemory=" << fEventsInMemory
            << " is no number of events. Give one such as 500000, or 0 for all" << Endl;
}

void SplitOptions::DeclareClassOptions()
{
   for (UInt_t cls = 0; cls < fInfo.GetNClasses(); ++cls) {
      const TString name = fInfo.GetClassInfo(cls)->GetName();
      DeclareOptionRef(fNTrain[cls], "nTrain_" + name, "Number of training events; 0: what the others leave");
      DeclareOptionRef(fNTest[cls], "nTest_" + name, "Number of test events; 0: what the others leave");
      DeclareOptionRef(fTrainFraction[cls], "TrainTestSplit_" + name, "Part of the events to train with; 0: not used");
   }
}

EOrder SplitOptions::OrderOf(TString mode)
{
   mode.ToLower();
   return mode == "random" ? EOrder::kRandom : mode == "alternate" ? EOrder::kAlternate : EOrder::kBlock;
}

EOrder SplitOptions::GetMixOrder() const
{
   return OrderOf(fMixMode.CompareTo("SameAsSplitMode", TString::kIgnoreCase) == 0 ? fSplitMode : fMixMode);
}

TString SplitOptions::GetNormMode() const
{
   TString mode = fNormMode;
   mode.ToUpper();
   return mode;
}

EMsgType SplitOptions::GetMinType() const
{
   if (fVerboseLevel.CompareTo("Debug", TString::kIgnoreCase) == 0)
      return kDEBUG;
   return fVerbose || fVerboseLevel.CompareTo("Verbose", TString::kIgnoreCase) == 0 ? kVERBOSE : kINFO;
}

void SplitOptions::SetRequests(UInt_t cls, Double_t efficiency, ClassRows &rows) const
{
   const Double_t fraction = fTrainFraction[cls];
   if (fraction < 0 || fraction >= 1)
      Log() << kFATAL << "Dataset \"" << fInfo.GetName() << "\": TrainTestSplit_"
            << fInfo.GetClassInfo(cls)->GetName() << "=" << fraction
            << " is no part of the events: it must lie between 0 and 1" << Endl;
   if (fraction > 0) {
      rows.fRequestedTraining = fraction * (rows.fTraining.size() + rows.fTesting.size() + rows.fUndecided.size());
      return;
   }
   const Double_t scale = fScaleWithPreselEff ? efficiency : 1;
   rows.fRequestedTraining = fNTrain[cls] * scale;
   rows.fRequestedTesting = fNTest[cls] * scale;
   CheckRequests(cls, rows);
}

void SplitOptions::CheckRequests(UInt_t cls, const ClassRows &rows) const
{
   const auto check = [&](const char *option, Long64_t wanted, std::size_t given) {
      const Long64_t available = given + rows.fUndecided.size();
      if (wanted > available)
         Log() << kFATAL << "Dataset \"" << fInfo.GetName() << "\": " << option << fInfo.GetClassInfo(cls)->GetName() << "="
               << wanted << " asks for more events than there are: " << available
               << " pass the cuts. Ask for fewer, or for none to get half of them" << Endl;
   };
   check("nTrain_", rows.fRequestedTraining, rows.fTraining.size());
   check("nTest_", rows.fRequestedTesting, rows.fTesting.size());
}

} // namespace TMVA
