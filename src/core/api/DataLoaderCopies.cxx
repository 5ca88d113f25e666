/// \file
/// DataLoader: further loaders of the same data.
#include "data/DataInput.h"

#include "TMVA/DataLoader.h"

#include "TTree.h"

#include <algorithm>
#include <numeric>

namespace TMVA {
namespace {

/// The threshold of "VT(threshold)", which is 0 in "VT"; fatal if the definition is another one.
Double_t ParseThreshold(TString definition, MsgLogger &log)
{
   definition.ReplaceAll(" ", "");
   const TString given = definition;
   const Bool_t hasNumber = definition.BeginsWith("VT(") && definition.EndsWith(")");
   const TString number = hasNumber ? TString(definition(3, definition.Length() - 4)) : TString("0");
   if ((definition != "VT" && !hasNumber) || !number.IsFloat())
      log << kFATAL << "VarTransform(\"" << given << "\"): known is \"VT(number)\", which leaves out variables of smaller "
          << "variance, such as \"VT(2.0)\". TMVA's autoencoders are not here. Transformations of variables are an option "
          << "of the methods: VarTransform=D,N" << Endl;
   return number.Atof();
}

/// Numbers of the variables that vary more than that in the training events: arrays as a whole.
std::vector<std::size_t> SelectVarying(const std::vector<VariableInfo> &variables, Double_t threshold)
{
   std::vector<std::size_t> selected;
   for (std::size_t first = 0; first < variables.size();) {
      const std::size_t end = first + std::max(1, variables[first].GetArraySize());
      const bool varies = std::any_of(variables.begin() + first, variables.begin() + end, [&](const VariableInfo &info) {
         return info.GetVariance() > threshold;
      });
      for (; first < end; ++first)
         if (varies)
            selected.push_back(first);
   }
   return selected;
}

/// The values of an event without those of other variables than `variables`.
void SelectValues(std::vector<Double_t> &values, const std::vector<std::size_t> &variables, std::size_t nVariables)
{
   std::vector<Double_t> selected;
   values.resize(std::max(values.size(), nVariables));
   for (const std::size_t variable : variables)
      selected.push_back(values[variable]);
   selected.insert(selected.end(), values.begin() + nVariables, values.end());
   values = selected;
}

} // namespace

std::unique_ptr<DataLoader> DataLoader::CopyWith(const TString &name, const std::vector<std::size_t> &variables) const
{
   auto copy = std::make_unique<DataLoader>(name);
   *copy->fInput = *fInput;
   copy->fOwnTrees = fOwnTrees;
   for (const std::size_t variable : variables)
      copy->fInfo.AddVariable(fInfo.GetVariableInfo(variable));
   for (EventInput &event : copy->fInput->fEvents)
      SelectValues(event.fValues, variables, fInfo.GetNVariables());
   for (const VariableInfo &target : fInfo.GetTargetInfos())
      copy->fInfo.AddTarget(target);
   for (const VariableInfo &spectator : fInfo.GetSpectatorInfos())
      if (spectator.GetVarType() != 'C') // those are of a method booked on this loader
         copy->fInfo.AddSpectator(spectator);
   for (UInt_t i = 0; i < fInfo.GetNClasses(); ++i) {
      const ClassInfo &cls = *fInfo.GetClassInfo(Int_t(i));
      copy->fInfo.SetCut(cls.GetCut(), cls.GetName());
      copy->fInfo.SetWeightExpression(cls.GetWeight(), cls.GetName());
   }
   copy->fInfo.SetSplitOptions(fInfo.GetSplitOptions());
   return copy;
}

DataLoader *DataLoader::MakeCopy(const TString &name) const
{
   if (name == GetName())
      Log() << kFATAL << "MakeCopy(\"" << name << "\"): the copy needs another name, or their files would overwrite "
            << "each other" << Endl;
   std::vector<std::size_t> all(fInfo.GetNVariables());
   std::iota(all.begin(), all.end(), 0);
   return CopyWith(name, all).release();
}

DataLoader *DataLoader::VarTransform(const TString &definition)
{
   const Double_t threshold = ParseThreshold(definition, Log());
   fInfo.GetDataSet();
   const std::vector<std::size_t> selected = SelectVarying(fInfo.GetVariableInfos(), threshold);
   for (std::size_t i = 0; i < fInfo.GetNVariables(); ++i) {
      const VariableInfo &info = fInfo.GetVariableInfo(i);
      const Bool_t isKept = std::binary_search(selected.begin(), selected.end(), i);
      Log() << kINFO << "Variable " << info.GetInternalName() << " has variance " << info.GetVariance()
            << (isKept ? "" : ": left out") << Endl;
   }
   if (selected.empty())
      Log() << kFATAL << "VarTransform(\"" << definition << "\"): no variable of data set \"" << GetName()
            << "\" has a variance above " << threshold << ". Lower the threshold" << Endl;
   return CopyWith(TString("vt_transformed_") + GetName(), selected).release();
}

DataSetInfo &DataLoader::AddDataSet(const TString &name)
{
   Log() << kFATAL << "AddDataSet(\"" << name << "\"): a DataLoader has one data set, \"" << GetName()
         << "\". Make another DataLoader for another one" << Endl;
   return fInfo;
}

} // namespace TMVA
