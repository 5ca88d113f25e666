#include "TMVA/VariableInfo.h"

#include "TMVA/Tools.h"

#include <limits>

TMVA::VariableInfo::VariableInfo() : VariableInfo("", "", "", 0) {}

TMVA::VariableInfo::VariableInfo(const TString &expression, const TString &title, const TString &unit, Int_t, char varType,
                                 void *external, Double_t min, Double_t max, Bool_t normalized)
   : fExpression(expression), fUnit(unit), fVarType(varType), fNormalized(normalized), fExternal(external)
{
   ResetMinMax();
   if (min < max) {
      fMin = min;
      fMax = max;
   }
   fExpression.ReplaceAll(" ", ""); // so that a Reader need not repeat the blanks
   fLabel = fExpression;
   const Ssiz_t separator = fExpression.Index(":=");
   if (separator != kNPOS) {
      fLabel = fExpression(0, separator);
      fExpression.Remove(0, separator + 2);
   }
   SetTitle(title == "" ? fLabel : title);
   fInternalName = gTools().ReplaceRegularExpressions(fLabel, "_");
   SetName(fInternalName);
}

void TMVA::VariableInfo::ResetMinMax()
{
   fMin = std::numeric_limits<Float_t>::max();
   fMax = -fMin;
}

void TMVA::VariableInfo::SetArray(Int_t size, Int_t element)
{
   fArraySize = size;
   fArrayElement = element;
}

void TMVA::VariableInfo::AddToXML(void *node) const
{
   gTools().AddAttr(node, "Expression", fExpression);
   gTools().AddAttr(node, "Label", fLabel);
   gTools().AddAttr(node, "Title", GetTitle());
   gTools().AddAttr(node, "Unit", fUnit);
   gTools().AddAttr(node, "Internal", fInternalName);
   gTools().AddAttr(node, "Type", fArraySize > 0 ? TString::Format("%c[]", fVarType) : TString(fVarType));
   gTools().AddAttr(node, "Min", fMin, 8);
   gTools().AddAttr(node, "Max", fMax, 8);
}

void TMVA::VariableInfo::ReadFromXML(void *node)
{
   TString title, type;
   gTools().ReadAttr(node, "Expression", fExpression);
   gTools().ReadAttr(node, "Label", fLabel);
   gTools().ReadAttr(node, "Title", title);
   gTools().ReadAttr(node, "Unit", fUnit);
   gTools().ReadAttr(node, "Internal", fInternalName);
   gTools().ReadAttr(node, "Type", type);
   gTools().ReadAttr(node, "Min", fMin);
   gTools().ReadAttr(node, "Max", fMax);
   SetTitle(title);
   SetName(fInternalName);
   fVarType = type.IsNull() ? 'F' : type[0];
}
