#ifndef ROOT_TMVA_CrossValidation
#define ROOT_TMVA_CrossValidation

#include "TMVA/Configurable.h"
#include "TMVA/Factory.h"
#include "TMVA/FactoryOptions.h"
#include "TMVA/OptionMap.h"

#include "TString.h"

#include <map>
#include <memory>
#include <string_view>
#include <vector>

class TCanvas;
class TFile;
class TGraph;
class TMultiGraph;

namespace TMVA {

class CvSplitKFolds;
class DataLoader;

/// What the evaluation of one fold found: the method, trained with all other folds, on the events of this one. `fROC` is
/// that of signal, or of class 0 in multiclass. Efficiencies are of signal at a background efficiency of 1, 10 and 30 %.
struct CrossValidationFoldResult {
   Float_t fROCIntegral = 0;
   std::shared_ptr<TGraph> fROC; ///< background rejection against signal efficiency
   Double_t fSig = 0;
   Double_t fSep = 0;
   Double_t fEff01 = 0;
   Double_t fEff10 = 0;
   Double_t fEff30 = 0;
   Double_t fEffArea = 0;
   Double_t fTrainEff01 = 0;
   Double_t fTrainEff10 = 0;
   Double_t fTrainEff30 = 0;
};

/// The results of all folds of one method. A plain value. Binary classification fills all; multiclass the ROC only, that of
/// class 0 (the rest is 0; other classes: CrossValidation::GetFactory().GetROCIntegral). A regression has no ROC curve: its
/// map of ROC values is empty, asking for an average or a curve is fatal, and what it found is in the output of the methods
/// together.
class CrossValidationResult {
public:
   void Add(const CrossValidationFoldResult &fold) { fFolds.push_back(fold); }

   std::map<UInt_t, Float_t> GetROCValues() const; ///< by the number of the fold, from 0
   Float_t GetROCAverage() const;
   Float_t GetROCStandardDeviation() const; ///< of the folds (with n-1)
   std::vector<Double_t> GetSigValues() const { return Collect(&CrossValidationFoldResult::fSig); }
   std::vector<Double_t> GetSepValues() const { return Collect(&CrossValidationFoldResult::fSep); }
   std::vector<Double_t> GetEff01Values() const { return Collect(&CrossValidationFoldResult::fEff01); }
   std::vector<Double_t> GetEff10Values() const { return Collect(&CrossValidationFoldResult::fEff10); }
   std::vector<Double_t> GetEff30Values() const { return Collect(&CrossValidationFoldResult::fEff30); }
   std::vector<Double_t> GetEffAreaValues() const { return Collect(&CrossValidationFoldResult::fEffArea); }
   std::vector<Double_t> GetTrainEff01Values() const { return Collect(&CrossValidationFoldResult::fTrainEff01); }
   std::vector<Double_t> GetTrainEff10Values() const { return Collect(&CrossValidationFoldResult::fTrainEff10); }
   std::vector<Double_t> GetTrainEff30Values() const { return Collect(&CrossValidationFoldResult::fTrainEff30); }

   /// \name Graphs and canvases, which belong to the caller
   ///@{
   /// Those of the folds. The argument has no effect: it is the canvas of Draw that has a legend.
   TMultiGraph *GetROCCurves(Bool_t fLegend = kTRUE) const;
   /// The mean of the folds' curves at `numSamples` signal efficiencies from 0 to 1; fatal if fewer than two.
   TGraph *GetAvgROCCurve(UInt_t numSamples = 100) const;
   TCanvas *Draw(const TString &name = "CrossValidation") const;
   /// The average curve, with `drawFolds` beside those of the folds; `title` is the name of the canvas, too.
   TCanvas *DrawAvgROCCurve(Bool_t drawFolds = kFALSE, const TString &title = "") const;
   ///@}
   void Print() const;

private:
   Bool_t HasCurves() const;
   void RequireCurves() const;
   void AddFolds(TMultiGraph &graphs) const;
   std::vector<Double_t> Collect(Double_t CrossValidationFoldResult::*value) const;

   std::vector<CrossValidationFoldResult> fFolds;
};

/// K-fold cross validation: each method is trained NumFolds times, each time with all folds but one of the training events,
/// and evaluated on that one; then the trained methods are tested together, on all events.
///
/// Options: those of the Factory (see FactoryOptions; ModelPersistence is about the weight file of the trained methods
/// together, those of the folds are always written, and Transformations about the output file); NumFolds (2); SplitType
/// (Deterministic): Random, RandomStratified (each fold has its share of each class), or Deterministic by SplitExpr, a
/// formula of spectators in brackets whose value, from 0 to NumFolds-1, is the fold, such as
/// int(fabs([eventID]))%int([NumFolds]) (without a formula: stratified); OutputEnsembling (None): how the trained methods
/// respond together, see MethodCrossValidation; FoldFileOutput: an output file <title>_fold<i>.root for each fold;
/// NumWorkerProcs (1; 0: one for each core): how many folds are processed at a time, each in a process of its own that is
/// forked from this one. Results, files and what is printed are the same then. A process that dies is fatal, and so is
/// Ctrl-C, which ends all.
///
/// Fold i of method "T" (i from 1) is booked as "T_fold<i>": that names its model files. The output file and the DataLoader
/// belong to the caller; afterwards all training events of the DataLoader are both its training and its test events. Errors
/// are fatal. Not thread-safe.
class CrossValidation : public Configurable {
public:
   CrossValidation(std::string_view jobName, DataLoader *loader, TFile *outputFile, std::string_view theOption);
   CrossValidation(std::string_view jobName, DataLoader *loader, std::string_view theOption = "");
   ~CrossValidation() override;

   const char *GetName() const override { return "CrossValidation"; }

   /// Fatal if the title is taken.
   void BookMethod(const MethodName &method, const TString &title, const TString &options = "");
   void SetNumFolds(UInt_t numFolds) { fNumFolds = numFolds; }
   void SetSplitExpr(const TString &splitExpr) { fSplitExpr = splitExpr; }
   UInt_t GetNumFolds() const { return fNumFolds; }
   /// MethodName (its type), MethodTitle and MethodOptions of each method, in the order of booking.
   const std::vector<OptionMap> &GetMethods() const { return fMethods; }
   /// Of the methods that respond together; theirs are the TestTree and the histograms of the output file.
   Factory &GetFactory() { return *fFactory; }

   void Evaluate();
   /// One for each method, in the order of booking; fatal before Evaluate.
   const std::vector<CrossValidationResult> &GetResults() const;

private:
   void SetUp();
   void DeclareOptions();
   void CheckOptions() const;
   void RequireEvents(CvSplitKFolds &split);
   CrossValidationResult ProcessFolds(const OptionMap &method, CvSplitKFolds &split);
   CrossValidationResult ProcessFoldsHere(const OptionMap &method, CvSplitKFolds &split);
   CrossValidationResult ProcessFoldsInProcesses(const OptionMap &method, CvSplitKFolds &split);
   CrossValidationFoldResult ProcessFold(const OptionMap &method, CvSplitKFolds &split, UInt_t fold);
   CrossValidationFoldResult Collect(Factory &factory, const TString &title);
   TString DescribeFold(const OptionMap &method, UInt_t fold) const;
   void BookCombined(const OptionMap &method);

   TString fJobName;
   DataLoader &fLoader;
   TFile *fOutputFile;
   std::unique_ptr<Factory> fFactory;
   std::vector<OptionMap> fMethods;
   std::vector<CrossValidationResult> fResults;
   FactoryOptions fSettings;
   UInt_t fNumFolds = 2;
   UInt_t fNumWorkerProcs = 1;
   TString fSplitType = "Deterministic";
   TString fSplitExpr;
   TString fOutputEnsembling = "None";
   Bool_t fFoldFileOutput = kFALSE;
};

} // namespace TMVA

#endif
