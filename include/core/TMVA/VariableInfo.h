#ifndef ROOT_TMVA_VariableInfo
#define ROOT_TMVA_VariableInfo

#include "RtypesCore.h"
#include "TNamed.h"
#include "TString.h"

namespace TMVA {

/// One input variable, target or spectator. A plain value.
///
/// "label := expression" gives both; the internal name is the label (or the expression) made fit for a branch name.
/// Minimum and maximum are those of the training events once the data set is built.
class VariableInfo : public TNamed {
public:
   VariableInfo();
   VariableInfo(const TString &expression, const TString &title, const TString &unit, Int_t varCounter,
                char varType = 'F', void *external = nullptr, Double_t min = 0, Double_t max = 0,
                Bool_t normalized = kTRUE);

   const TString &GetExpression() const { return fExpression; }
   const TString &GetInternalName() const { return fInternalName; }
   const TString &GetLabel() const { return fLabel; }
   const TString &GetUnit() const { return fUnit; }
   char GetVarType() const { return fVarType; } ///< 'F' or 'I'; 'C' for MethodCategory's pseudo-spectators
   char VarType() const { return fVarType; }

   Double_t GetMin() const { return fMin; }
   Double_t GetMax() const { return fMax; }
   Double_t GetMean() const { return fMean; }
   Double_t GetRMS() const { return fRms; }
   Double_t GetVariance() const { return fVariance; }
   void SetMin(Double_t v) { fMin = v; }
   void SetMax(Double_t v) { fMax = v; }
   void SetMean(Double_t v) { fMean = v; }
   void SetRMS(Double_t v) { fRms = v; }
   void SetVariance(Double_t v) { fVariance = v; }
   void ResetMinMax(); ///< to an empty range
   Bool_t IsNormalized() const { return fNormalized; }

   void SetExpression(const TString &s) { fExpression = s; }
   void SetLabel(const TString &s) { fLabel = s; }
   void SetUnit(const TString &s) { fUnit = s; }
   void SetInternalName(const TString &s) { fInternalName = s; }
   void SetVarType(char c) { fVarType = c; }
   void SetExternalLink(void *address) { fExternal = address; } ///< the Reader's address; not owned
   void *GetExternalLink() const { return fExternal; }

   /// Length of the array that this variable is an element of; 0 for a plain variable, and its place in it.
   void SetArray(Int_t size, Int_t element);
   Int_t GetArraySize() const { return fArraySize; }
   Int_t GetArrayElement() const { return fArrayElement; }

   /// Attributes of a Variable, Spectator or Target node of a weight file (all but the index).
   void AddToXML(void *node) const;
   void ReadFromXML(void *node);

private:
   TString fExpression;
   TString fInternalName;
   TString fLabel;
   TString fUnit;
   char fVarType = 'F';
   Double_t fMin;
   Double_t fMax;
   Double_t fMean = 0;
   Double_t fRms = 0;
   Double_t fVariance = 0;
   Bool_t fNormalized = kTRUE;
   Int_t fArraySize = 0;
   Int_t fArrayElement = 0;
   void *fExternal = nullptr;
};

} // namespace TMVA

#endif
