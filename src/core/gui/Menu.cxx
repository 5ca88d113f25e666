#include "gui/Menu.h"

#include "TMVA/MsgLogger.h"
#include "gui/OutputFile.h"

#include "TApplication.h"
#include "TControlBar.h"
#include "TROOT.h"
#include "TTree.h"

#include <algorithm>

namespace TMVA {

namespace {

constexpr Int_t kDisabled = 3; // kButtonDisabled of TGButton.h, which needs the graphics library

/// As text in C++.
TString Quote(const TString &text)
{
   TString quoted = text;
   quoted.ReplaceAll("\\", "\\\\");
   quoted.ReplaceAll("\"", "\\\"");
   return "\"" + quoted + "\"";
}

template <class Test>
Bool_t AnyKey(const OutputFile &file, Test test)
{
   for (const MethodFolder &method : file.GetMethods()) {
      for (const TString &key : ListKeys(*method.fFolder)) {
         if (test(method, key))
            return kTRUE;
      }
   }
   return kFALSE;
}

/// Whether a method has a histogram of this name, or more after it, behind MVA_<title>.
Bool_t HasResult(const OutputFile &file, const TString &name)
{
   return AnyKey(file, [&](auto &method, auto &key) { return key.BeginsWith(method.GetPrefix() + name); });
}

Bool_t HasHistory(const OutputFile &file)
{
   return AnyKey(file, [](auto &, auto &key) { return key.BeginsWith("TrainingHistory_"); });
}

Bool_t HasDensities(const OutputFile &file)
{
   return AnyKey(file, [](auto &, auto &key) { return key.EndsWith("_tr_S"); });
}

Bool_t HasScatterPlots(const OutputFile &file, const TString &inputFolder)
{
   TDirectory *folder = file.GetFolder().GetDirectory(inputFolder);
   return folder && folder->GetKey("CorrelationPlots");
}

/// Composes the menu of a data set.
class MenuMaker {
public:
   MenuMaker(const OutputFile &file, const TString &title) : fFile(file) { fMenu.fTitle = title; }

   /// `arguments` come after the data set and the file.
   void Add(const TString &label, const TString &function, const TString &arguments = "", Bool_t isAvailable = kTRUE)
   {
      const TString command = "TMVA::" + function + "(" + Quote(fFile.GetDataSet()) + ", " + Quote(fFile.GetFileName()) +
                              (arguments == "" ? "" : ", ") + arguments + ")";
      fMenu.fButtons.push_back({label, command, isAvailable});
   }

   /// A button for each transformation: "(1a) <what> (<sample>)", "(1b) <what> 'Deco'-transformed (<sample>)".
   void AddInputs(char number, const TString &what, const TString &sample, const TString &function)
   {
      char letter = 'a';
      for (const TString &folder : fFile.GetInputFolders()) {
         const TString transformation = TransformationOf(folder);
         const TString title = transformation == "Id" ? what : what + " '" + transformation + "'-transformed";
         Add(TString::Format("(%c%c) %s (%s)", number, letter++, title.Data(), sample.Data()), function,
             Quote(folder) + ", " + Quote(title), function == "variables" || HasScatterPlots(fFile, folder));
      }
   }

   void AddInputs(const TString &what)
   {
      AddInputs('1', what, "training sample", "variables");
      AddInputs('2', "Input variable correlations", "scatter profiles", "CorrGui");
      Add("(3) Input Variable Linear Correlation Coefficients", "correlations", "", HasCorrelations());
   }

   void AddQuit(const TString &label) { fMenu.fButtons.push_back({label, "gApplication->Terminate()"}); }
   Menu Take() { return std::move(fMenu); }

private:
   Bool_t HasCorrelations() const
   {
      const std::vector<TString> keys = ListKeys(fFile.GetFolder());
      return std::any_of(keys.begin(), keys.end(), [](auto &key) { return key.BeginsWith("CorrelationMatrix"); });
   }

   const OutputFile &fFile;
   Menu fMenu;
};

Menu MakeClassificationMenu(const OutputFile &file)
{
   MenuMaker menu(file, "TMVA Plotting Macros for Classification");
   menu.AddInputs("Input variables");
   menu.Add("(4a) Classifier Output Distributions (test sample)", "mvas", "TMVA::kMVAType", HasResult(file, "_S"));
   menu.Add("(4b) Classifier Output Distributions (test and training samples superimposed)", "mvas", "TMVA::kCompareType",
            HasResult(file, "_Train_S"));
   menu.Add("(4c) Classifier Probability Distributions (test sample)", "mvas", "TMVA::kProbaType",
            HasResult(file, "_Proba_S"));
   menu.Add("(4d) Classifier Rarity Distributions (test sample)", "mvas", "TMVA::kRarityType",
            HasResult(file, "_Rarity_S"));
   menu.Add("(5a) Classifier Cut Efficiencies", "mvaeffs", "", HasResult(file, "_effS"));
   menu.Add("(5b) Classifier Background Rejection vs Signal Efficiency (ROC curve)", "efficiencies", "2",
            HasResult(file, "_rejBvsS"));
   menu.Add("(5c) Classifier 1/(Backgr. Efficiency) vs Signal Efficiency (ROC curve)", "efficiencies", "3",
            HasResult(file, "_invBeffvsSeff"));
   menu.Add("(6) Parallel Coordinates", "paracoor", "", file.GetFolder().GetKey("TestTree") != nullptr);
   menu.Add("(7) PDFs of Classifiers (requires option CreateMVAPdfs)", "probas", "", HasDensities(file));
   menu.Add("(8) Training History", "training_history", "", HasHistory(file));
   menu.AddQuit("(9) Quit");
   return menu.Take();
}

Menu MakeMulticlassMenu(const OutputFile &file)
{
   MenuMaker menu(file, "TMVA Plotting Macros for Multiclass Classification");
   menu.AddInputs("Input variables");
   menu.Add("(4a) Classifier Output Distributions (test sample)", "mvasMulticlass", "TMVA::kMVAType",
            HasResult(file, "_Test_"));
   menu.Add("(4b) Classifier Output Distributions (test and training samples superimposed)", "mvasMulticlass",
            "TMVA::kCompareType", HasResult(file, "_Train_"));
   menu.Add("(5a) ROC curves, each class vs all others", "efficienciesMulticlass1vsRest", "",
            HasResult(file, "_Test_rejBvsS_"));
   menu.Add("(5b) ROC curves, each class vs each other class", "efficienciesMulticlass1vs1", "",
            HasResult(file, "_Test_1v1rejBvsS_"));
   menu.Add("(6) Training History", "training_history", "", HasHistory(file));
   menu.AddQuit("(7) Quit");
   return menu.Take();
}

Menu MakeRegressionMenu(const OutputFile &file)
{
   MenuMaker menu(file, "TMVA Plotting Macros for Regression");
   menu.AddInputs("Input variables and targets");
   menu.Add("(4a) Regression Output Deviation versus Target (test sample)", "deviations", "TMVA::kMVAType, true",
            HasResult(file, "test_reg_tgt"));
   menu.Add("(4b) Regression Output Deviation versus Target (training sample)", "deviations", "TMVA::kCompareType, true",
            HasResult(file, "train_reg_tgt"));
   menu.Add("(4c) Regression Output Deviation versus Input Variables (test sample)", "deviations", "TMVA::kMVAType, false",
            HasResult(file, "test_reg_var"));
   menu.Add("(4d) Regression Output Deviation versus Input Variables (training sample)", "deviations",
            "TMVA::kCompareType, false", HasResult(file, "train_reg_var"));
   menu.Add("(5) Summary of Average Regression Deviations", "regression_averagedevs", "",
            HasResult(file, "test_Quadr_Deviation"));
   menu.Add("(6) Training History", "training_history", "", HasHistory(file));
   menu.AddQuit("(7) Quit");
   return menu.Take();
}

/// The data sets of a file that hold this kind of analysis, or none that can be told.
std::vector<TString> FindDataSets(const TString &fileName, Types::EAnalysisType type)
{
   const std::vector<TString> all = OutputFile::ListDataSets(fileName);
   std::vector<TString> names;
   for (const TString &name : all) {
      const Types::EAnalysisType found = OutputFile(fileName, name).GetAnalysisType();
      if (found == type || found == Types::kNoAnalysisType)
         names.push_back(name);
   }
   if (names.empty())
      OutputFile(fileName, all[0]).Require(type);
   return names;
}

/// Without a display ROOT goes to batch mode, but not before it is asked for graphics.
Bool_t HasScreen()
{
   if (gROOT->IsBatch())
      return kFALSE;
   TApplication::NeedGraphicsLibs();
   if (gApplication)
      gApplication->InitializeGraphics();
   return !gROOT->IsBatch();
}

void ShowWindow(const Menu &menu)
{
   auto *bar = new TControlBar("vertical", menu.fTitle, 10, 10); // for the rest of the session
   for (const Button &button : menu.fButtons) {
      // A plot that fails has said why; the session goes on.
      const TString action = "try { " + button.fCommand + "; } catch (const TMVA::FatalError &) {}";
      bar->AddButton(button.fLabel, action, button.fCommand);
   }
   bar->Show();
   for (const Button &button : menu.fButtons) {
      if (!button.fIsAvailable)
         bar->SetButtonState(button.fLabel, kDisabled);
   }
}

} // namespace

void Menu::Run() const
{
   if (HasScreen())
      return ShowWindow(*this);
   for (const Button &button : fButtons) {
      if (!button.fIsAvailable)
         MsgLogger() << kINFO << button.fLabel << ": not in the file" << Endl;
      else if (button.fCommand.BeginsWith("TMVA::"))
         gROOT->ProcessLineFast(button.fCommand);
   }
}

Menu MakeMenu(const OutputFile &file, Types::EAnalysisType type)
{
   if (type == Types::kRegression)
      return MakeRegressionMenu(file);
   return type == Types::kMulticlass ? MakeMulticlassMenu(file) : MakeClassificationMenu(file);
}

Menu MakeScatterMenu(const OutputFile &file, const TString &inputFolder, const TString &title)
{
   MenuMaker menu(file, title);
   TDirectory *folder = file.GetFolder().GetDirectory(inputFolder);
   const Bool_t hasPlots = HasScatterPlots(file, inputFolder);
   const std::vector<TString> variables =
      folder ? ListVariables(ListInputs(*folder, TransformationOf(inputFolder))) : std::vector<TString>();
   for (const TString &variable : variables) {
      menu.Add(variable, "correlationscatters", Quote(variable) + ", " + Quote(inputFolder) + ", " + Quote(title), hasPlots);
   }
   return menu.Take();
}

void RunGui(const TString &fileName, const TString &dataset, Types::EAnalysisType type)
{
   const std::vector<TString> names = dataset == "" ? FindDataSets(fileName, type) : std::vector<TString>{dataset};
   if (names.size() > 1 && HasScreen()) {
      Menu choice = {"Data sets", {}};
      const TString function = TString("TMVA::") + GuiFor(type);
      for (const TString &name : names)
         choice.fButtons.push_back({name, function + "(" + Quote(fileName) + ", " + Quote(name) + ")"});
      return choice.Run();
   }
   for (const TString &name : names) {
      const OutputFile file(fileName, name);
      file.Require(type);
      MakeMenu(file, type).Run();
   }
}

} // namespace TMVA
