/// \file
/// MethodBase: the weight file. Names, order and number formats are those of TMVA's schema.
#include "TMVA/Config.h"
#include "TMVA/MethodBase.h"
#include "TMVA/Tools.h"
#include "base/FatalContext.h"
#include "method/MvaPdfs.h"
#include "method/WeightFile.h"

#include "RVersion.h"
#include "TDatime.h"
#include "TROOT.h"
#include "TSystem.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>

namespace TMVA {

/// How a list of variables is called in the weight file, and in messages.
struct MethodBase::VariableList {
   const char *fName;
   const char *fCount;
   const char *fItem;
   const char *fIndex;
   const char *fNoun;
};

const MethodBase::VariableList MethodBase::kVariables{"Variables", "NVar", "Variable", "VarIndex", "variable"};
const MethodBase::VariableList MethodBase::kSpectators{"Spectators", "NSpec", "Spectator", "SpecIndex", "spectator"};
const MethodBase::VariableList MethodBase::kTargets{"Targets", "NTrgt", "Target", "TargetIndex", "target"};

namespace {

/// The release of TMVA whose schema is written; readers decide by it how to read.
constexpr const char *kSchemaRelease = "4.2.1 [262657]";

const std::map<Types::EAnalysisType, TString> kAnalysisTypes = {
   {Types::kClassification, "Classification"}, {Types::kRegression, "Regression"}, {Types::kMulticlass, "Multiclass"}};

/// Cuts of MethodCategory are spectators of the data set, but neither written nor declared to a Reader.
bool IsCut(const VariableInfo &info)
{
   return info.GetVarType() == 'C';
}

TString UserName()
{
   std::unique_ptr<UserGroup_t> user(gSystem->GetUserInfo());
   return user ? user->fUser : TString();
}

} // namespace

void MethodBase::SetWeightFileDir(TString dir)
{
   std::error_code ignored; // gSystem->mkdir fails at directories with names of one letter
   std::filesystem::create_directories(dir.Data(), ignored);
   if (gSystem->AccessPathName(dir, kWritePermission)) // true means no
      Log() << kFATAL << "Method " << fMethodName << ": weight files cannot be written to " << dir
            << ". Check that its parent directory exists and may be written to" << Endl;
   fFileDir = dir;
}

TString MethodBase::GetWeightFileName() const
{
   if (fWeightFile != "")
      return fWeightFile;
   return fFileDir + "/" + fJobName + "_" + fMethodName + "." + gConfig().GetIONames().fWeightFileExtension + ".xml";
}

TString MethodBase::GetTrainingTMVAVersionString() const
{
   return fTrainingTMVAVersion == "" ? TString(kSchemaRelease) : fTrainingTMVAVersion;
}

TString MethodBase::GetTrainingROOTVersionString() const
{
   if (fTrainingROOTVersion != "")
      return fTrainingROOTVersion;
   const Int_t version = gROOT->GetVersionInt(); // 64002 is 6.40/02
   return TString::Format("%d.%02d/%02d [%d]", version / 10000, version / 100 % 100, version % 100, gROOT->GetVersionCode());
}

void MethodBase::WriteStateToFile() const
{
   const TString name = GetWeightFileName();
   Log() << kINFO << "Creating xml weight file: " << name << Endl;
   WeightFile file(GetMethodTypeName() + "::" + fMethodName);
   WriteStateToXML(file.GetRoot());
   file.Write(name);
}

void MethodBase::WriteStateToXML(void *parent) const
{
   AddInfoXMLTo(parent);
   AddOptionsXMLTo(parent);
   AddVariablesXMLTo(parent, kVariables, DataInfo().GetVariableInfos());
   AddVariablesXMLTo(parent, kSpectators, DataInfo().GetSpectatorInfos());
   AddClassesXMLTo(parent);
   if (DoRegression())
      AddVariablesXMLTo(parent, kTargets, DataInfo().GetTargetInfos());
   fTransformationHandler->AddXMLTo(parent);
   void *pdfs = gTools().AddChild(parent, "MVAPdfs");
   if (MVAPdfS())
      fMvaPdfs->AddXMLTo(pdfs);
   AddWeightsXMLTo(parent);
}

void MethodBase::AddInfoXMLTo(void *parent) const
{
   void *info = gTools().AddChild(parent, "GeneralInfo");
   const auto add = [info](const char *name, const TString &value) {
      void *node = gTools().AddChild(info, "Info");
      gTools().AddAttr(node, "name", name);
      gTools().AddAttr(node, "value", value.Data());
   };
   add("TMVA Release", GetTrainingTMVAVersionString());
   add("ROOT Release", GetTrainingROOTVersionString());
   add("Creator", UserName());
   add("Date", TDatime().AsString());
   add("Host", gSystem->HostName());
   add("Dir", gSystem->WorkingDirectory());
   add("Training events", TString::Format("%lld", Data()->GetNTrainingEvents()));
   add("TrainingTime", TString::Format("%.8e", fTrainTime));
   const auto type = kAnalysisTypes.find(fAnalysisType);
   if (type != kAnalysisTypes.end())
      add("AnalysisType", type->second);
}

void MethodBase::AddVariablesXMLTo(void *parent, const VariableList &list, const std::vector<VariableInfo> &infos) const
{
   void *listNode = gTools().AddChild(parent, list.fName);
   gTools().AddAttr(listNode, list.fCount, infos.size() - std::count_if(infos.begin(), infos.end(), IsCut));
   Int_t index = 0;
   for (const VariableInfo &info : infos) {
      if (IsCut(info))
         continue;
      void *node = gTools().AddChild(listNode, list.fItem);
      gTools().AddAttr(node, list.fIndex, index++);
      info.AddToXML(node);
   }
}

void MethodBase::AddClassesXMLTo(void *parent) const
{
   void *classes = gTools().AddChild(parent, "Classes");
   gTools().AddAttr(classes, "NClass", DataInfo().GetNClasses());
   for (UInt_t i = 0; i < DataInfo().GetNClasses(); ++i) {
      void *node = gTools().AddChild(classes, "Class");
      gTools().AddAttr(node, "Name", DataInfo().GetClassInfo(Int_t(i))->GetName());
      gTools().AddAttr(node, "Index", i);
   }
}

void MethodBase::ReadStateFromFile()
{
   const TString name = GetWeightFileName();
   Log() << kINFO << "Reading weight file: " << name << Endl;
   const FatalContext reading(name.Data());
   const WeightFile file = WeightFile::Read(name);
   ReadStateFromXML(file.GetRoot());
}

void MethodBase::ReadStateFromXMLString(const char *xmlstr)
{
   const WeightFile file = WeightFile::Parse(xmlstr, "The weight file given as text");
   ReadStateFromXML(file.GetRoot());
}

void MethodBase::ReadStateFromXML(void *parent)
{
   fMethodName = WeightFile::TitleOf(parent);
   SetConfigName(fMethodName);
   SetTestvarName();
   fTransformationHandler->SetCallerName(fMethodName);

   const auto need = [&](const char *name) {
      void *node = gTools().GetChild(parent, name);
      if (!node)
         Log() << kFATAL << "Weight file " << GetWeightFileName() << " of method " << fMethodName << " has no node " << name
               << ": it is damaged. Train the method again" << Endl;
      return node;
   };
   ReadOptionsFromXML(need("Options"));
   ReadInfoFromXML(need("GeneralInfo"));
   ReadVariablesFromXML(kVariables, DataInfo().GetVariableInfos(), parent);
   ReadVariablesFromXML(kSpectators, DataInfo().GetSpectatorInfos(), parent);
   if (void *classes = gTools().GetChild(parent, "Classes"))
      ReadClassesFromXML(classes);
   if (DataInfo().GetNTargets() == 0)
      AddUndeclaredTargets(parent);
   else if (DoRegression())
      ReadVariablesFromXML(kTargets, DataInfo().GetTargetInfos(), parent);
   if (void *transformations = gTools().GetChild(parent, "Transformations"))
      fTransformationHandler->ReadFromXML(transformations);
   if (void *pdfs = gTools().GetChild(parent, "MVAPdfs"))
      fMvaPdfs = MvaPdfs::Read(pdfs, Log());
   if (void *weights = gTools().GetChild(parent, "Weights"))
      ReadWeightsFromXML(weights);
}

void MethodBase::ReadInfoFromXML(void *node)
{
   for (void *info = gTools().GetChild(node, "Info"); info; info = gTools().GetNextChild(info, "Info")) {
      TString name, value;
      gTools().ReadAttr(info, "name", name);
      gTools().ReadAttr(info, "value", value);
      if (name == "TMVA Release")
         fTrainingTMVAVersion = value;
      else if (name == "ROOT Release")
         fTrainingROOTVersion = value;
      else if (name == "AnalysisType")
         for (const auto &type : kAnalysisTypes)
            if (value.CompareTo(type.second, TString::kIgnoreCase) == 0)
               SetAnalysisType(type.first);
   }
}

void MethodBase::ReadVariablesFromXML(const VariableList &list, std::vector<VariableInfo> &infos, void *parent)
{
   std::vector<VariableInfo *> declared;
   for (VariableInfo &info : infos)
      if (!IsCut(info))
         declared.push_back(&info);
   std::vector<void *> inFile;
   void *node = gTools().GetChild(parent, list.fName);
   for (node = node ? gTools().GetChild(node, list.fItem) : nullptr; node; node = gTools().GetNextChild(node, list.fItem))
      inFile.push_back(node);
   const TString next = TString("Declare the same ") + list.fNoun + "s in the same order as in the training";
   if (inFile.size() != declared.size())
      Log() << kFATAL << "Weight file " << GetWeightFileName() << " has " << inFile.size() << " " << list.fNoun << "s, but "
            << declared.size() << " are declared. " << next << Endl;
   for (std::size_t i = 0; i < declared.size(); ++i) {
      VariableInfo read;
      read.ReadFromXML(inFile[i]);
      const TString &given = declared[i]->GetExpression();
      if (read.GetExpression() != given)
         Log() << kFATAL << "Weight file " << GetWeightFileName() << " has \"" << read.GetExpression() << "\" as "
               << list.fNoun << " number " << i << ", declared is \"" << given << "\"" << (given == read.GetLabel()
                  ? ", its label. Declare \"" + given + " := " + read.GetExpression() + "\"" : ". " + next)
               << Endl;
      declared[i]->ReadFromXML(inFile[i]);
   }
}

/// Who applies a regression need not declare its targets.
void MethodBase::AddUndeclaredTargets(void *parent)
{
   void *list = gTools().GetChild(parent, kTargets.fName);
   void *node = list ? gTools().GetChild(list, kTargets.fItem) : nullptr;
   for (; node; node = gTools().GetNextChild(node, kTargets.fItem)) {
      VariableInfo target;
      target.ReadFromXML(node);
      DataInfo().AddTarget(target);
   }
}

void MethodBase::ReadClassesFromXML(void *node)
{
   for (void *child = gTools().GetChild(node, "Class"); child; child = gTools().GetNextChild(child, "Class")) {
      TString name;
      UInt_t index = 0;
      gTools().ReadAttr(child, "Name", name);
      gTools().ReadAttr(child, "Index", index);
      if (DataInfo().AddClass(name)->GetNumber() != index)
         Log() << kFATAL << "Weight file " << GetWeightFileName() << " has class \"" << name << "\" as number " << index
               << ", which is not the order of the classes known already. Give this file a TMVA::Reader of its own" << Endl;
   }
}

} // namespace TMVA
