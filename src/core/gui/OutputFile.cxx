#include "gui/OutputFile.h"

#include "TMVA/MsgLogger.h"

#include "TError.h"
#include "TFile.h"
#include "TGraph.h"
#include "TH2.h"
#include "TKey.h"
#include "TSystem.h"
#include "TTree.h"

#include <algorithm>
#include <string>

namespace TMVA {

namespace {

MsgLogger Log()
{
   return MsgLogger("TMVAGui");
}

Bool_t Contains(const std::vector<TString> &names, const TString &name)
{
   return std::find(names.begin(), names.end(), name) != names.end();
}

template <class Names, class Test>
Bool_t Any(const Names &names, Test test)
{
   return std::any_of(names.begin(), names.end(), test);
}

Bool_t IsDataSet(const TDirectory &folder)
{
   return Any(ListKeys(folder), [](const TString &name) {
      return name.BeginsWith("InputVariables_") || name.BeginsWith("Method_") || name.BeginsWith("CorrelationMatrix") ||
             name == "TestTree" || name == "TrainTree";
   });
}

std::vector<TString> FindDataSets(TDirectory &file)
{
   if (IsDataSet(file))
      return {""};
   std::vector<TString> names;
   for (const TString &name : ListKeys(file)) {
      const TDirectory *folder = file.GetDirectory(name);
      if (folder && IsDataSet(*folder))
         names.push_back(name);
   }
   return names;
}

TString Join(const std::vector<TString> &names)
{
   TString list;
   for (const TString &name : names)
      list += (list == "" ? "\"" : ", \"") + name + "\"";
   return list;
}

void RequireDataSets(const std::vector<TString> &names, const TString &fileName)
{
   if (names.empty())
      Log() << kFATAL << fileName << " is no output file of a TMVA::Factory: it has neither input variables nor methods. "
            << "Give the file that was handed to the Factory, after it was closed" << Endl;
}

} // namespace

std::vector<TString> ListKeys(const TDirectory &folder)
{
   std::vector<TString> names;
   for (const TObject *key : *folder.GetListOfKeys()) {
      if (!Contains(names, key->GetName())) // older cycles have the same name
         names.push_back(key->GetName());
   }
   return names;
}

template <class T>
std::unique_ptr<T> Read(TDirectory &folder, const TString &name)
{
   TKey *key = folder.GetKey(name);
   if (!key)
      return nullptr;
   std::unique_ptr<TObject> object(key->ReadObj());
   auto *result = dynamic_cast<T *>(object.get());
   if (!result)
      return nullptr;
   object.release();
   if constexpr (std::is_base_of_v<TH1, T>) {
      result->SetDirectory(nullptr);
      result->UseCurrentStyle(); // the file has that of its writer
   }
   return std::unique_ptr<T>(result);
}

template std::unique_ptr<TH1> Read(TDirectory &folder, const TString &name);
template std::unique_ptr<TH2> Read(TDirectory &folder, const TString &name);
template std::unique_ptr<TGraph> Read(TDirectory &folder, const TString &name);
template std::unique_ptr<TTree> Read(TDirectory &folder, const TString &name);

OutputFile::OutputFile(const TString &fileName, const TString &dataset)
   : fFileName(fileName), fDataSet(dataset), fFile(Open(fileName))
{
   const std::vector<TString> names = FindDataSets(*fFile);
   RequireDataSets(names, fileName);
   if (fDataSet == "" && names.size() > 1)
      Log() << kFATAL << fileName << " has several data sets: " << Join(names) << ". Say which one is meant" << Endl;
   if (fDataSet == "")
      fDataSet = names[0];
   if (names[0] == "")
      fDataSet = ""; // there is one only, whatever it is called
   else if (!Contains(names, fDataSet))
      Log() << kFATAL << fileName << " has no data set \"" << fDataSet << "\": it has " << Join(names) << Endl;
   fFolder = fDataSet == "" ? fFile.get() : fFile->GetDirectory(fDataSet);
}

OutputFile::~OutputFile() = default;

std::vector<TString> OutputFile::ListDataSets(const TString &fileName)
{
   const TDirectory::TContext restoreDirectory;
   const std::unique_ptr<TFile> file = Open(fileName);
   const std::vector<TString> names = FindDataSets(*file);
   RequireDataSets(names, fileName);
   return names;
}

std::unique_ptr<TFile> OutputFile::Open(const TString &fileName)
{
   TString path = fileName;
   gSystem->ExpandPathName(path);
   if (!path.Contains("://") && gSystem->AccessPathName(path))
      Log() << kFATAL << "There is no file " << fileName << " (current directory: " << gSystem->WorkingDirectory()
            << "). Give the file that was handed to the Factory" << Endl;
   const Int_t level = gErrorIgnoreLevel;
   gErrorIgnoreLevel = kFatal; // the message below says what is wrong
   std::unique_ptr<TFile> file(TFile::Open(path));
   gErrorIgnoreLevel = level;
   if (!file || file->IsZombie())
      Log() << kFATAL << fileName << " cannot be read as a ROOT file. Give the file that was handed to the Factory" << Endl;
   return file;
}

TString OutputFile::GetPlotFolder() const
{
   return fDataSet == "" ? TString("plots") : fDataSet + "/plots";
}

std::vector<TString> OutputFile::GetInputFolders() const
{
   std::vector<TString> names;
   for (const TString &name : ListKeys(*fFolder)) {
      if (name.BeginsWith("InputVariables_") && fFolder->GetDirectory(name))
         names.push_back(name);
   }
   return names;
}

std::vector<MethodFolder> OutputFile::GetMethods() const
{
   std::vector<MethodFolder> methods;
   for (const TString &type : ListKeys(*fFolder)) {
      TDirectory *folder = type.BeginsWith("Method_") ? fFolder->GetDirectory(type) : nullptr;
      if (!folder)
         continue;
      for (const TString &title : ListKeys(*folder)) {
         if (TDirectory *method = folder->GetDirectory(title))
            methods.push_back({title, method});
      }
   }
   return methods;
}

Types::EAnalysisType OutputFile::GetAnalysisType() const
{
   for (const MethodFolder &method : GetMethods()) {
      for (const TString &name : ListKeys(*method.fFolder)) {
         if (name.Contains("_prob_for_") || name.Contains("_rejBvsS_"))
            return Types::kMulticlass;
         if (name.Contains("_rtgt"))
            return Types::kRegression;
         if (name == method.GetPrefix() + "_S" || name == method.GetPrefix() + "_effS")
            return Types::kClassification;
      }
   }
   if (fFolder->GetKey("CorrelationMatrixS") && fFolder->GetKey("CorrelationMatrixB"))
      return Types::kClassification;
   if (fFolder->GetKey("CorrelationMatrix"))
      return Types::kRegression;
   for (const TString &name : GetInputFolders()) {
      const auto classes = ListClasses(ListInputs(*fFolder->GetDirectory(name), TransformationOf(name)));
      if (classes.size() == 1 && classes[0] == "Regression")
         return Types::kRegression;
      if (!classes.empty())
         return classes.size() == 2 ? Types::kClassification : Types::kMulticlass;
   }
   return Types::kNoAnalysisType;
}

void OutputFile::Require(Types::EAnalysisType type) const
{
   const Types::EAnalysisType found = GetAnalysisType();
   if (found != type && found != Types::kNoAnalysisType)
      Log() << kFATAL << fFileName << " is the output of another kind of analysis: call TMVA::" << GuiFor(found) << "(\""
            << fFileName << "\", \"" << fDataSet << "\")" << Endl;
}

TString TransformationOf(const TString &inputFolder)
{
   TString name = inputFolder;
   return name.ReplaceAll("InputVariables_", "");
}

std::vector<InputHistogram> ListInputs(const TDirectory &folder, const TString &transformation)
{
   std::vector<InputHistogram> inputs;
   for (const TString &key : ListKeys(folder)) {
      const std::size_t separator = std::string(key).rfind("__"); // an internal name may end with an underscore
      if (separator == std::string::npos)
         continue;
      TString rest = key(Ssiz_t(separator) + 2, key.Length());
      if (rest.EndsWith("_" + transformation))
         rest.Remove(rest.Length() - transformation.Length() - 1);
      const Bool_t isTarget = rest.EndsWith("_target");
      if (isTarget)
         rest.Remove(rest.Length() - 7);
      inputs.push_back({key, key(0, Ssiz_t(separator)), rest, isTarget});
   }
   return inputs;
}

std::vector<TString> ListVariables(const std::vector<InputHistogram> &inputs)
{
   std::vector<TString> variables;
   for (const InputHistogram &input : inputs) {
      if (!input.fIsTarget && !Contains(variables, input.fVariable))
         variables.push_back(input.fVariable);
   }
   return variables;
}

std::vector<TString> ListClasses(const std::vector<InputHistogram> &inputs)
{
   std::vector<TString> classes;
   for (const InputHistogram &input : inputs) {
      if (!Contains(classes, input.fClass))
         classes.push_back(input.fClass);
   }
   const auto signal =
      std::find_if(classes.begin(), classes.end(), [](const TString &name) { return name == "Signal" || name == "S"; });
   if (classes.size() == 2 && signal != classes.end())
      std::iter_swap(classes.begin(), signal);
   return classes;
}

const char *GuiFor(Types::EAnalysisType type)
{
   if (type == Types::kRegression)
      return "TMVARegGui";
   return type == Types::kMulticlass ? "TMVAMultiClassGui" : "TMVAGui";
}

} // namespace TMVA
