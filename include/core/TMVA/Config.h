#ifndef ROOT_TMVA_Config
#define ROOT_TMVA_Config

#include "RtypesCore.h"
#include "TString.h"

#include <atomic>

namespace TMVA {

/// Settings of the process: what is printed, where files go, binnings of the histograms. Not thread-safe.
class Config {
public:
   /// Histogram binnings and the limits of what is plotted.
   struct VariablePlotting {
      enum EPlotFormat { kPNG = 0, kPDF };
      EPlotFormat fPlotFormat = kPNG;           ///< of the files that the functions of TMVAGui write
      Float_t fTimesRMS = 8.0;                  ///< histogram range is mean +- fTimesRMS * RMS, cut to [min,max]
      Int_t fNbins1D = 40;                      ///< bins of an input-variable histogram
      Int_t fNbins2D = 300;                     ///< bins per axis of a scatter plot
      Int_t fMaxNumOfAllowedVariables = 20;     ///< no scatter plots above this number of variables and targets
      Int_t fMaxNumOfAllowedVariablesForScatterPlots = 20;
      Int_t fNbinsMVAoutput = 40;               ///< bins of a response histogram
      Int_t fNbinsXOfROCCurve = 100;            ///< bins of the background-versus-signal curves
      Bool_t fUsePaperStyle = kFALSE;
   };
   /// Where files are written.
   struct IONames {
      TString fWeightFileDirPrefix = "";        ///< written before the dataset name when not empty
      TString fWeightFileDir = "weights";
      TString fWeightFileExtension = "weights";
      TString fOptionsReferenceFileDir = "optionInfo";
   };

   static Config &Instance();
   static void DestroyInstance();

   Bool_t UseColor() const { return fUseColoredConsole; }
   void SetUseColor(Bool_t on) { fUseColoredConsole = on; }
   Bool_t IsSilent() const { return fSilent; }
   void SetSilent(Bool_t on) { fSilent = on; }
   Bool_t DrawProgressBar() const { return fDrawProgressBar; }
   void SetDrawProgressBar(Bool_t on) { fDrawProgressBar = on; }
   Bool_t WriteOptionsReference() const { return fWriteOptionsReference; }
   void SetWriteOptionsReference(Bool_t on) { fWriteOptionsReference = on; }

   VariablePlotting &GetVariablePlotting() { return fVariablePlotting; }
   IONames &GetIONames() { return fIONames; }

   VariablePlotting fVariablePlotting;
   IONames fIONames;

private:
   Config();
   // Set by every Factory and Reader, while other threads may have one too.
   std::atomic<Bool_t> fUseColoredConsole; //!< from the start only on a terminal
   std::atomic<Bool_t> fSilent{kFALSE};    //!
   Bool_t fDrawProgressBar = kFALSE;
   Bool_t fWriteOptionsReference = kFALSE;
};

Config &gConfig();

} // namespace TMVA

#endif
