#include "TMVA/Factory.h"

#include "TMVA/ClassifierFactory.h"
#include "TMVA/Config.h"
#include "TMVA/DataLoader.h"
#include "TMVA/DataSetInfo.h"
#include "TMVA/MethodBase.h"

#include "TFile.h"

#include <algorithm>

namespace TMVA {

namespace {

/// What has no trees in a data set of fewer than two classes.
TString ListEmptyClasses(const DataSetInfo &info)
{
   if (info.GetNClasses() == 0)
      return "\"Signal\" and \"Background\" have";
   const TString only = info.GetClassInfo(0u)->GetName();
   if (only == "Signal" || only == "Background")
      return only == "Signal" ? "\"Background\" has" : "\"Signal\" has";
   return "all classes but \"" + only + "\" have";
}

} // namespace

Factory::Factory(std::string_view jobName, TFile *targetFile, std::string_view options)
   : Factory(jobName, options)
{
   fTargetFile = targetFile;
   if (!fTargetFile)
      Log() << kWARNING << "Factory \"" << fJobName << "\": no output file was opened, so nothing will be written but "
            << "weight files. Check the path given to TFile::Open, or leave the file out" << Endl;
   RequireOutputFile("Construction");
}

Factory::Factory(std::string_view jobName, std::string_view options)
   : Configurable(TString(options)), fJobName(jobName), fTargetFile(nullptr)
{
   SetConfigName(GetName());
   fSettings.Declare(*this);
   ParseOptions();
   CheckForUnusedOptions();
   ApplyOptions();
}

Factory::~Factory() = default;

void Factory::ApplyOptions()
{
   gConfig().SetUseColor(fSettings.fColor);
   gConfig().SetSilent(fSettings.fSilent);
   gConfig().SetDrawProgressBar(fSettings.fDrawProgressBar);
   SetVerbose(fSettings.fVerbose);
}

void Factory::SetVerbose(Bool_t on)
{
   fSettings.fVerbose = on;
   SetMsgType(!on ? kINFO : fSettings.fVerboseLevel.EqualTo("Debug", TString::kIgnoreCase) ? kDEBUG : kVERBOSE);
}

// --- looking up

Factory::BookedDataSet &Factory::GetDataSet(DataLoader &loader)
{
   const auto [entry, isNew] = fDataSets.try_emplace(loader.GetName(), BookedDataSet{&loader, {}});
   if (entry->second.fLoader != &loader)
      Log() << kFATAL << "Two DataLoaders are named \"" << loader.GetName()
            << "\", their files would overwrite each other. Give each DataLoader a name of its own." << Endl;
   return entry->second;
}

const Factory::BookedDataSet &Factory::GetDataSet(const TString &name) const
{
   const auto entry = fDataSets.find(name);
   if (entry == fDataSets.end()) {
      TString known;
      for (const auto &[other, dataSet] : fDataSets)
         known += (known == "" ? "" : ", ") + other;
      Log() << kFATAL << "No method is booked on data set \"" << name << "\"; there are: "
            << (known == "" ? "none" : known.Data()) << ". Give the name of the DataLoader." << Endl;
   }
   return entry->second;
}

std::vector<MethodBase *> Factory::GetMethods(const TString &datasetName, const TString &title) const
{
   std::vector<MethodBase *> methods;
   TString known;
   for (const BookedMethod &booked : GetDataSet(datasetName).fMethods) {
      known += (known == "" ? "" : ", ") + booked.fMethod->GetMethodName();
      if (title == "" || booked.fMethod->GetMethodName() == title)
         methods.push_back(booked.fMethod.get());
   }
   if (methods.empty())
      Log() << kFATAL << "No method \"" << title << "\" is booked on data set \"" << datasetName
            << "\"; there are: " << (known == "" ? "none" : known.Data()) << Endl;
   return methods;
}

IMethod *Factory::GetMethod(const TString &datasetName, const TString &title) const
{
   const auto entry = fDataSets.find(datasetName);
   if (entry == fDataSets.end())
      return nullptr;
   const auto &methods = entry->second.fMethods;
   const auto found = std::find_if(methods.begin(), methods.end(),
                                   [&](const auto &booked) { return booked.fMethod->GetMethodName() == title; });
   return found == methods.end() ? nullptr : found->fMethod.get();
}

Bool_t Factory::HasMethod(const TString &datasetName, const TString &title) const
{
   return GetMethod(datasetName, title) != nullptr;
}

void Factory::MakeClass(const TString &datasetName, const TString &title) const
{
   for (const MethodBase *method : GetMethods(datasetName, title))
      method->MakeClass();
}

void Factory::PrintHelpMessage(const TString &datasetName, const TString &title) const
{
   for (const MethodBase *method : GetMethods(datasetName, title))
      method->PrintHelpMessage();
}

void Factory::DeleteAllMethods()
{
   fDataSets.clear();
}

// --- booking

Types::EAnalysisType Factory::ChooseAnalysisType(const DataSetInfo &info) const
{
   if (fSettings.fAnalysisType.EqualTo("Regression", TString::kIgnoreCase)) {
      if (info.GetNTargets() == 0)
         Log() << kFATAL << "AnalysisType=Regression: data set \"" << info.GetName()
               << "\" has no target. Call AddTarget of the DataLoader before a method is booked." << Endl;
      return Types::kRegression;
   }
   if (info.GetNClasses() < 2)
      Log() << kFATAL << "AnalysisType=" << fSettings.fAnalysisType << ": data set \"" << info.GetName() << "\" has "
            << info.GetNClasses() << (info.GetNClasses() == 1 ? " class" : " classes") << ", expected two or more: "
            << ListEmptyClasses(info) << " no trees. Call AddSignalTree, AddBackgroundTree or AddTree of the DataLoader "
            << "before a method is booked, or set AnalysisType=Regression in the options of the Factory." << Endl;
   if (fSettings.fAnalysisType.EqualTo("Classification", TString::kIgnoreCase))
      return Types::kClassification;
   if (fSettings.fAnalysisType.EqualTo("Multiclass", TString::kIgnoreCase))
      return Types::kMulticlass;
   const Bool_t isBinary = info.GetNClasses() == 2 && info.GetClassInfo("Signal") && info.GetClassInfo("Background");
   return isBinary ? Types::kClassification : Types::kMulticlass;
}

std::unique_ptr<MethodBase>
Factory::Create(const TString &name, const TString &title, DataSetInfo &info, const TString &options)
{
   std::unique_ptr<IMethod> created(
      ClassifierFactory::Instance().Create(name.Data(), title == "" ? TString() : fJobName, title, info, options));
   std::unique_ptr<MethodBase> method(dynamic_cast<MethodBase *>(created.get()));
   if (!method)
      Log() << kFATAL << "Method \"" << name << "\" does not derive from TMVA::MethodBase: it cannot be used here" << Endl;
   created.release();
   return method;
}

void Factory::SetUp(MethodBase &method, Types::EAnalysisType analysisType, const TString &datasetName) const
{
   const auto &names = gConfig().fIONames;
   const TString prefix = names.fWeightFileDirPrefix == "" ? "" : names.fWeightFileDirPrefix + "/";
   method.SetWeightFileDir(prefix + datasetName + "/" + names.fWeightFileDir);
   method.SetModelPersistence(fSettings.fModelPersistence);
   method.SetAnalysisType(analysisType);
   method.SetFile(fTargetFile);
   method.SetSilentFile(fTargetFile == nullptr);
   method.SetupMethod();
}

MethodBase *Factory::BookMethod(DataLoader *loader, const MethodName &method, const TString &title, const TString &options)
{
   const TString methodName = method;
   if (!loader)
      Log() << kFATAL << "BookMethod(\"" << title << "\"): expected a DataLoader, got nullptr" << Endl;
   if (title == "")
      Log() << kFATAL << "BookMethod: method " << methodName << " needs a title, got \"\"" << Endl;
   if (title.Contains("/"))
      Log() << kFATAL << "BookMethod: the title \"" << title << "\" cannot contain \"/\": files and folders are named "
            << "after it" << Endl;
   if (HasMethod(loader->GetName(), title))
      Log() << kFATAL << "A method \"" << title << "\" is booked on data set \"" << loader->GetName()
            << "\" already. Give each method a title of its own." << Endl;
   DataSetInfo &info = loader->GetDataSetInfo();
   const Types::EAnalysisType analysisType = ChooseAnalysisType(info);
   if (info.GetNVariables() == 0)
      Log() << kFATAL << "BookMethod(\"" << title << "\"): data set \"" << info.GetName()
            << "\" has no variables. Call AddVariable of the DataLoader before a method is booked." << Endl;
   Log() << kHEADER << "Booking method: " << title << Endl << Endl;

   std::unique_ptr<MethodBase> created = Create(methodName, title, info, options);
   if (!created->HasAnalysisType(analysisType, info.GetNClasses(), info.GetNTargets())) {
      Log() << kWARNING << "Method " << methodName << " cannot do the analysis of data set \"" << info.GetName()
            << "\" (" << info.GetNClasses() << " classes, " << info.GetNTargets() << " targets): \"" << title
            << "\" is not booked" << Endl;
      return nullptr;
   }
   SetUp(*created, analysisType, loader->GetName());
   created->ParseOptions();
   created->ProcessSetup();
   created->CheckSetup();
   GetDataSet(*loader).fMethods.push_back({std::move(created)});
   return GetDataSet(*loader).fMethods.back().fMethod.get();
}

} // namespace TMVA
