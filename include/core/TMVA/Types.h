#ifndef ROOT_TMVA_Types
#define ROOT_TMVA_Types

#include "RtypesCore.h"
#include "TString.h"

#include <map>

/// \file
/// The enumerations of TMVA and the map between a method's enum and its name.
namespace TMVA {

/// Severity of a message. kFATAL ends the call with an exception (see MsgLogger).
enum EMsgType {
   kDEBUG = 1,
   kVERBOSE = 2,
   kINFO = 3,
   kWARNING = 4,
   kERROR = 5,
   kFATAL = 6,
   kSILENT = 7,
   kHEADER = 8
};

class Types {
public:
   /// Methods by enum. The numbers are not persisted: weight files store names.
   enum EMVA {
      kVariable = 0,
      kCuts,
      kLikelihood,
      kPDERS,
      kHMatrix,
      kFisher,
      kKNN,
      kCFMlpANN,
      kTMlpANN,
      kBDT,
      kDT,
      kRuleFit,
      kSVM,
      kMLP,
      kBayesClassifier,
      kFDA,
      kBoost,
      kPDEFoam,
      kLD,
      kPlugins,
      kCategory,
      kDNN,
      kDL,
      kPyRandomForest,
      kPyAdaBoost,
      kPyGTB,
      kPyKeras,
      kPyTorch,
      kC50,
      kRSNNS,
      kRSVM,
      kRXGB,
      kCrossValidation,
      kMaxMethod
   };

   enum EVariableTransform {
      kIdentity = 0,
      kDecorrelated,
      kNormalized,
      kPCA,
      kRearranged,
      kGauss,
      kUniform,
      kMaxVariableTransform
   };

   enum EAnalysisType { kClassification = 0, kRegression, kMulticlass, kNoAnalysisType, kMaxAnalysisType };

   enum ESBType { kSignal = 0, kBackground, kSBBoth, kMaxSBType, kTrueType };

   /// Which part of the data a tree or an event belongs to; kMaxTreeType means undecided (or both).
   enum ETreeType { kTraining = 0, kTesting, kMaxTreeType, kValidation, kTrainingOriginal };

   static Types &Instance();
   static void DestroyInstance();

   /// Publishes `name` for `method`. Fatal if `name` is published already. Always returns true.
   Bool_t AddTypeMapping(EMVA method, const TString &name);
   /// The enum published for `name`, else that of TMVA's method of this name, loaded or not; fatal if there is none.
   EMVA GetMethodType(const TString &name) const;
   /// The name published for `method`, else TMVA's own; fatal if there is none.
   TString GetMethodName(EMVA method) const;
   Bool_t IsMethodOfTMVA(const TString &name) const; ///< of the genuine TMVA, whether or not there is one here

private:
   Types() = default;
   std::map<TString, EMVA> fNameToType;
};

} // namespace TMVA

#endif
