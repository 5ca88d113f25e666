#ifndef PYTMVA_data_SplitOptions
#define PYTMVA_data_SplitOptions

#include "data/Splitter.h"

#include "TMVA/Configurable.h"

#include <vector>

namespace TMVA {

class DataSetInfo;

/// The options of PrepareTrainingAndTestTree. Fatal if the string of the data set has unknown options or bad values.
class SplitOptions : public Configurable {
public:
   explicit SplitOptions(const DataSetInfo &info);

   EOrder GetSplitOrder() const { return OrderOf(fSplitMode); }
   EOrder GetMixOrder() const;
   UInt_t GetSeed() const { return fSplitSeed; }
   /// "NONE", "NUMEVENTS" or "EQUALNUMEVENTS".
   TString GetNormMode() const;
   Bool_t ScaleWithPreselEff() const { return fScaleWithPreselEff; }
   Bool_t ComputeCorrelations() const { return fComputeCorrelations; }
   Bool_t PrintCorrelations() const { return fComputeCorrelations && fPrintCorrelations; }
   /// Of each class; 0: all.
   Long64_t GetEventsInMemory() const { return fEventsInMemory; }
   EMsgType GetMinType() const;
   /// Sets the requests of class number `cls` in `rows`: `efficiency` of its events pass the cut. Fatal if there are fewer.
   void SetRequests(UInt_t cls, Double_t efficiency, ClassRows &rows) const;

private:
   static EOrder OrderOf(TString mode);
   void DeclareClassOptions();
   void CheckRequests(UInt_t cls, const ClassRows &rows) const;

   const DataSetInfo &fInfo;
   TString fSplitMode = "Random";
   TString fMixMode = "SameAsSplitMode";
   UInt_t fSplitSeed = 100;
   TString fNormMode = "EqualNumEvents";
   Bool_t fScaleWithPreselEff = kFALSE;
   std::vector<Int_t> fNTrain;         ///< of each class; 0: no request
   std::vector<Int_t> fNTest;
   std::vector<Double_t> fTrainFraction; ///< in front of fNTrain and fNTest; 0: none
   Int_t fEventsInMemory = 0;
   Bool_t fVerbose = kFALSE;
   TString fVerboseLevel = "Info";
   Bool_t fPrintCorrelations = kTRUE;
   Bool_t fComputeCorrelations = kTRUE;
};

} // namespace TMVA

#endif
