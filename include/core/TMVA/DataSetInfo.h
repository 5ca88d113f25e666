#ifndef ROOT_TMVA_DataSetInfo
#define ROOT_TMVA_DataSetInfo

#include "TMVA/ClassInfo.h"
#include "TMVA/MsgLogger.h"
#include "TMVA/Types.h"
#include "TMVA/VariableInfo.h"

#include "TCut.h"
#include "TMatrixDfwd.h"
#include "TNamed.h"

#include <functional>
#include <memory>
#include <vector>

class TH2;

namespace TMVA {

class DataSet;
class Event;

/// What a data set consists of: variables, targets, spectators, classes with their cuts and weight expressions, and how it
/// is to be split. The DataSet itself is built on the first GetDataSet(). Owned by its DataLoader or Reader.
class DataSetInfo : public TNamed {
public:
   explicit DataSetInfo(const TString &name = "Default");
   ~DataSetInfo() override;

   /// The data set; built on first use by the builder that the DataLoader installed. Owned by this object.
   DataSet *GetDataSet() const;
   Bool_t HasDataSet() const { return fDataSet != nullptr; } ///< whether it is built already
   void ClearDataSet() const;
   /// Who builds the data set (the DataLoader's trees, or the Reader's single event).
   void SetBuilder(std::function<std::unique_ptr<DataSet>(DataSetInfo &)> builder);

   /// \name Variables, targets and spectators
   /// `expression` may be "label := expression". Ownership of `external` (the Reader's address) stays with the caller.
   ///@{
   VariableInfo &AddVariable(const TString &expression, const TString &title = "", const TString &unit = "",
                             Double_t min = 0, Double_t max = 0, char type = 'F', Bool_t normalized = kTRUE,
                             void *external = nullptr);
   VariableInfo &AddVariable(const VariableInfo &info);
   /// `size` variables read from the array branch `expression`.
   void AddVariablesArray(const TString &expression, Int_t size, const TString &title = "", const TString &unit = "",
                          Double_t min = 0, Double_t max = 0, char type = 'F', Bool_t normalized = kTRUE,
                          void *external = nullptr);
   VariableInfo &AddTarget(const TString &expression, const TString &title = "", const TString &unit = "",
                           Double_t min = 0, Double_t max = 0, Bool_t normalized = kTRUE, void *external = nullptr);
   VariableInfo &AddTarget(const VariableInfo &info);
   VariableInfo &AddSpectator(const TString &expression, const TString &title = "", const TString &unit = "",
                              Double_t min = 0, Double_t max = 0, char type = 'F', Bool_t normalized = kTRUE,
                              void *external = nullptr);
   VariableInfo &AddSpectator(const VariableInfo &info);

   std::vector<VariableInfo> &GetVariableInfos() { return fVariables; }
   const std::vector<VariableInfo> &GetVariableInfos() const { return fVariables; }
   VariableInfo &GetVariableInfo(Int_t i) { return fVariables.at(i); }
   const VariableInfo &GetVariableInfo(Int_t i) const { return fVariables.at(i); }
   std::vector<VariableInfo> &GetTargetInfos() { return fTargets; }
   const std::vector<VariableInfo> &GetTargetInfos() const { return fTargets; }
   VariableInfo &GetTargetInfo(Int_t i) { return fTargets.at(i); }
   const VariableInfo &GetTargetInfo(Int_t i) const { return fTargets.at(i); }
   std::vector<VariableInfo> &GetSpectatorInfos() { return fSpectators; }
   const std::vector<VariableInfo> &GetSpectatorInfos() const { return fSpectators; }
   VariableInfo &GetSpectatorInfo(Int_t i) { return fSpectators.at(i); }
   const VariableInfo &GetSpectatorInfo(Int_t i) const { return fSpectators.at(i); }
   UInt_t GetNVariables() const { return fVariables.size(); }
   UInt_t GetNTargets() const { return fTargets.size(); }
   UInt_t GetNSpectators(Bool_t all = kTRUE) const;
   std::vector<TString> GetListOfVariables() const; ///< internal names
   Int_t FindVarIndex(const TString &internalName) const; ///< -1 if there is none
   ///@}

   /// \name Classes, in the order in which they were first named
   ///@{
   ClassInfo *AddClass(const TString &name); ///< the existing one if there is one
   ClassInfo *GetClassInfo(const TString &name) const; ///< nullptr if there is none
   ClassInfo *GetClassInfo(Int_t number) const;
   UInt_t GetNClasses() const { return fClasses.size(); }
   /// Index of the class "Signal"; 0 if there is none.
   UInt_t GetSignalClassIndex() const { return fSignalClass; }
   Bool_t IsSignal(const Event *event) const;
   /// Regression: a vector whose entries select the targets; classification: of which class an event is.
   std::vector<Float_t> *GetTargetsForMulticlass(const Event *event);
   ///@}

   /// These apply to all classes named so far if `className` is empty; a new name makes a new class.
   void SetCut(const TCut &cut, const TString &className = "");
   void AddCut(const TCut &cut, const TString &className = "");
   void SetWeightExpression(const TString &expression, const TString &className = "");

   TString GetNormalization() const { return fNormalization; }
   void SetNormalization(const TString &mode) { fNormalization = mode; }
   const TString &GetSplitOptions() const { return fSplitOptions; }
   void SetSplitOptions(const TString &options);

   /// Sums of weights per part of the data, over signal (or all other) events.
   void SetTrainingSumSignalWeights(Double_t sum) { fSums[0] = sum; }
   void SetTrainingSumBackgrWeights(Double_t sum) { fSums[1] = sum; }
   void SetTestingSumSignalWeights(Double_t sum) { fSums[2] = sum; }
   void SetTestingSumBackgrWeights(Double_t sum) { fSums[3] = sum; }
   Double_t GetTrainingSumSignalWeights() const { return fSums[0]; }
   Double_t GetTrainingSumBackgrWeights() const { return fSums[1]; }
   Double_t GetTestingSumSignalWeights() const { return fSums[2]; }
   Double_t GetTestingSumBackgrWeights() const { return fSums[3]; }

   /// Weighted linear correlation coefficients of the training events of a class; nullptr before the data set is built.
   const TMatrixD *CorrelationMatrix(const TString &className) const;
   /// A new histogram of them, in percent, that belongs to the caller.
   TH2 *CreateCorrelationMatrixHist(const TMatrixD *matrix, const TString &name, const TString &title) const;
   void PrintCorrelationMatrix(const TString &className);
   Int_t GetClassNameMaxLength() const;
   Int_t GetVariableNameMaxLength() const;
   void PrintClasses() const;

private:
   std::vector<ClassInfo *> SelectClasses(const TString &className);
   MsgLogger &Log() const { return fLogger; }

   std::vector<VariableInfo> fVariables;
   std::vector<VariableInfo> fTargets;
   std::vector<VariableInfo> fSpectators;
   std::vector<std::unique_ptr<ClassInfo>> fClasses;
   UInt_t fSignalClass = 0;
   TString fNormalization = "NONE";
   TString fSplitOptions;
   Double_t fSums[4] = {-1, -1, -1, -1};
   std::vector<Float_t> fTargetsForMulticlass;
   std::function<std::unique_ptr<DataSet>(DataSetInfo &)> fBuilder;
   mutable std::unique_ptr<DataSet> fDataSet;
   mutable MsgLogger fLogger;
};

} // namespace TMVA

#endif
