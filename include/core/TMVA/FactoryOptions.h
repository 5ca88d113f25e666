#ifndef ROOT_TMVA_FactoryOptions
#define ROOT_TMVA_FactoryOptions

#include "TString.h"

namespace TMVA {

class Configurable;

/// The options that a Factory has, and so has a CrossValidation, which makes Factories. Their names are V, VerboseLevel,
/// Color, Silent, DrawProgressBar, Transformations, Correlations, ROC, ModelPersistence and AnalysisType.
struct FactoryOptions {
   Bool_t fVerbose = kFALSE;
   TString fVerboseLevel = "Info"; ///< least severe messages that fVerbose shows
   Bool_t fColor;                  ///< these two: not in batch mode
   Bool_t fDrawProgressBar;
   Bool_t fSilent = kFALSE;
   TString fTransformations = "I"; ///< of the plots of input variables: chains parted by ';'
   Bool_t fCorrelations = kFALSE;  ///< whether those of the responses are printed
   Bool_t fROC = kTRUE;            ///< whether the tables are printed
   Bool_t fModelPersistence = kTRUE;
   TString fAnalysisType = "Auto";

   FactoryOptions();
   /// Declares all as options of `owner`, which this object must outlive or be a part of.
   void Declare(Configurable &owner);
   TString ToString() const; ///< as an option string
};

} // namespace TMVA

#endif
