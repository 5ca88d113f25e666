/// The buttons of the windows, as data: what they say, what they run and which of them are disabled.
#include "Check.h"

#include "TFile.h"
#include "TH1.h"
#include "TROOT.h"
#include "TSystem.h"
#include "gui/Menu.h"
#include "gui/OutputFile.h"

#include <algorithm>
#include <vector>

using namespace TMVA;

namespace {

/// A data set "data" with the given objects, "folder/name" each.
void WriteFile(const char *fileName, const std::vector<TString> &objects)
{
   TFile file(fileName, "RECREATE");
   for (const TString &object : objects) {
      TDirectory *folder = file.mkdir("data/" + TString(gSystem->GetDirName(object)), "", true);
      TH1D histogram("h", "", 10, 0, 1);
      folder->WriteObject(&histogram, gSystem->BaseName(object));
   }
}

const Button *Find(const Menu &menu, const TString &label)
{
   const auto button = std::find_if(menu.fButtons.begin(), menu.fButtons.end(),
                                    [&](const Button &candidate) { return candidate.fLabel == label; });
   return button == menu.fButtons.end() ? nullptr : &*button;
}

bool IsDisabled(const Menu &menu, const TString &label)
{
   const Button *button = Find(menu, label);
   CHECK(button);
   return !button->fIsAvailable;
}

bool Runs(const Menu &menu, const TString &label, const TString &command)
{
   const Button *button = Find(menu, label);
   CHECK(button);
   return button->fIsAvailable && button->fCommand == command;
}

void TestClassification()
{
   const char *name = "a \"quoted\" name.root";
   WriteFile(name, {"InputVariables_Id/x__Signal_Id", "InputVariables_Id/x__Background_Id",
                    "InputVariables_PCA/x__Signal_PCA", "InputVariables_Id/CorrelationPlots/scat_y_vs_x_Signal_Id",
                    "Method_M/S/MVA_S_S", "Method_M/S/MVA_S_B", "Method_M/S/MVA_S_effS",
                    "Method_M/S/TrainingHistory_S_loss"});
   const Menu menu = MakeMenu(OutputFile(name, ""), Types::kClassification);
   const TString file = "TMVA::%s(\"data\", \"a \\\"quoted\\\" name.root\"%s)";
   const auto command = [&](const char *function, const char *arguments = "") {
      return TString::Format(file, function, arguments);
   };
   CHECK(Runs(menu, "(1a) Input variables (training sample)",
              command("variables", ", \"InputVariables_Id\", \"Input variables\"")));
   CHECK(Runs(menu, "(1b) Input variables 'PCA'-transformed (training sample)",
              command("variables", ", \"InputVariables_PCA\", \"Input variables 'PCA'-transformed\"")));
   CHECK(Find(menu, "(2a) Input variable correlations (scatter profiles)")->fIsAvailable);
   CHECK(IsDisabled(menu, "(2b) Input variable correlations 'PCA'-transformed (scatter profiles)"));
   CHECK(IsDisabled(menu, "(3) Input Variable Linear Correlation Coefficients"));
   CHECK(Runs(menu, "(4a) Classifier Output Distributions (test sample)", command("mvas", ", TMVA::kMVAType")));
   CHECK(IsDisabled(menu, "(4b) Classifier Output Distributions (test and training samples superimposed)"));
   CHECK(IsDisabled(menu, "(4c) Classifier Probability Distributions (test sample)"));
   CHECK(IsDisabled(menu, "(4d) Classifier Rarity Distributions (test sample)"));
   CHECK(Runs(menu, "(5a) Classifier Cut Efficiencies", command("mvaeffs")));
   CHECK(IsDisabled(menu, "(5b) Classifier Background Rejection vs Signal Efficiency (ROC curve)"));
   CHECK(IsDisabled(menu, "(6) Parallel Coordinates"));
   CHECK(IsDisabled(menu, "(7) PDFs of Classifiers (requires option CreateMVAPdfs)"));
   CHECK(Runs(menu, "(8) Training History", command("training_history")));
   CHECK(Find(menu, "(9) Quit"));

   const Menu scatters = MakeScatterMenu(OutputFile(name, "data"), "InputVariables_Id", "Title");
   CHECK(scatters.fButtons.size() == 1);
   CHECK(Runs(scatters, "x", command("correlationscatters", ", \"x\", \"InputVariables_Id\", \"Title\"")));
}

void TestOtherAnalyses()
{
   WriteFile("reg.root", {"CorrelationMatrix", "Method_M/M/MVA_Mtest_reg_tgt0_rtgt0"});
   const Menu regression = MakeMenu(OutputFile("reg.root", ""), Types::kRegression);
   CHECK(!Find(regression, "(1a) Input variables and targets (training sample)"));
   CHECK(Runs(regression, "(4a) Regression Output Deviation versus Target (test sample)",
              "TMVA::deviations(\"data\", \"reg.root\", TMVA::kMVAType, true)"));
   CHECK(IsDisabled(regression, "(4d) Regression Output Deviation versus Input Variables (training sample)"));
   CHECK(IsDisabled(regression, "(5) Summary of Average Regression Deviations"));

   WriteFile("multi.root", {"Method_M/M/MVA_M_Test_rejBvsS_a"});
   const Menu multiclass = MakeMenu(OutputFile("multi.root", ""), Types::kMulticlass);
   CHECK(Runs(multiclass, "(5a) ROC curves, each class vs all others",
              "TMVA::efficienciesMulticlass1vsRest(\"data\", \"multi.root\")"));
   CHECK(IsDisabled(multiclass, "(5b) ROC curves, each class vs each other class"));
}

} // namespace

int main()
{
   gROOT->SetBatch();
   TestClassification();
   TestOtherAnalyses();
   for (const char *name : {"a \"quoted\" name.root", "reg.root", "multi.root"})
      gSystem->Unlink(name);
}
