#include "TMVA/VariableTransformBase.h"

#include "TMVA/DataSetInfo.h"
#include "TMVA/Tools.h"
#include "transform/Columns.h"

#include <algorithm>
#include <numeric>

namespace TMVA {

VariableTransformBase::VariableTransformBase(DataSetInfo &info, Types::EVariableTransform kind, const TString &name)
   : fInfo(info), fKind(kind), fName(name), fColumns(info.GetNVariables()), fLogger(("VarTransform_" + name).Data())
{
   std::iota(fColumns.begin(), fColumns.end(), 0);
}

VariableTransformBase::~VariableTransformBase() = default;

UInt_t VariableTransformBase::GetNSets() const
{
   const UInt_t nClasses = fInfo.GetNClasses();
   return nClasses > 1 ? nClasses + 1 : 1;
}

UInt_t VariableTransformBase::SetOf(Int_t cls) const
{
   const UInt_t all = GetNSets() - 1;
   return cls < 0 || UInt_t(cls) > all ? all : cls;
}

TString VariableTransformBase::NameOfSet(UInt_t set) const
{
   if (set + 1 == GetNSets())
      return "all classes";
   return "class " + TString(fInfo.GetClassInfo(Int_t(set))->GetName());
}

TString VariableTransformBase::NameOfColumn(std::size_t column) const
{
   return ColumnsOf(fInfo)[column].fInfo->GetLabel();
}

TString VariableTransformBase::NamesOfColumns() const
{
   TString names;
   for (std::size_t column : fColumns)
      names += (names == "" ? "" : ", ") + NameOfColumn(column);
   return names;
}

void VariableTransformBase::WriteSelection(void *transformNode) const
{
   const std::vector<Column> all = ColumnsOf(fInfo);
   void *selection = gTools().AddChild(transformNode, "Selection");
   for (const char *direction : {"Input", "Output"}) {
      void *list = gTools().AddChild(selection, direction);
      gTools().AddAttr(list, TString("N") + direction + "s", fColumns.size());
      for (std::size_t column : fColumns) {
         void *node = gTools().AddChild(list, direction);
         gTools().AddAttr(node, "Type", all[column].fType);
         gTools().AddAttr(node, "Label", all[column].fInfo->GetLabel().Data());
         gTools().AddAttr(node, "Expression", all[column].fInfo->GetExpression().Data());
      }
   }
}

void VariableTransformBase::ReadSelection(void *transformNode)
{
   void *selection = gTools().GetChild(transformNode, "Selection");
   void *list = selection ? gTools().GetChild(selection, "Input") : nullptr;
   if (!list)
      Log() << kFATAL << "A Transform node of the weight file has no list of inputs (Selection, Input): the file is damaged"
            << Endl;
   fColumns.clear();
   for (void *node = gTools().GetChild(list, "Input"); node; node = gTools().GetNextChild(node, "Input"))
      fColumns.push_back(FindColumn(node));
}

/// The elements of an array share label and expression: they are found in their order.
std::size_t VariableTransformBase::FindColumn(void *inputNode) const
{
   TString type, label, expression;
   gTools().ReadAttr(inputNode, "Type", type);
   gTools().ReadAttr(inputNode, "Label", label);
   gTools().ReadAttr(inputNode, "Expression", expression);
   const std::vector<Column> all = ColumnsOf(fInfo);
   for (std::size_t i = 0; i < all.size(); ++i) {
      const Bool_t isFree = std::find(fColumns.begin(), fColumns.end(), i) == fColumns.end();
      if (isFree && type == all[i].fType && label == all[i].fInfo->GetLabel() && expression == all[i].fInfo->GetExpression())
         return i;
   }
   Log() << kFATAL << "The weight file transforms " << type << " \"" << label << "\" (" << expression
         << "), which its own list of variables does not have: the file is damaged" << Endl;
   return 0;
}

} // namespace TMVA
