#include "TMVA/CorrGui.h"
#include "TMVA/TMVAGui.h"
#include "TMVA/TMVAMultiClassGui.h"
#include "TMVA/TMVARegGui.h"
#include "gui/Menu.h"
#include "gui/OutputFile.h"

namespace TMVA {

void TMVAGui(const char *fileName, TString dataset)
{
   RunGui(fileName, dataset, Types::kClassification);
}

void TMVARegGui(const char *fileName, TString dataset)
{
   RunGui(fileName, dataset, Types::kRegression);
}

void TMVAMultiClassGui(const char *fileName, TString dataset)
{
   RunGui(fileName, dataset, Types::kMulticlass);
}

void CorrGui(TString dataset, TString fileName, TString dirName, TString title, Bool_t)
{
   MakeScatterMenu(OutputFile(fileName, dataset), dirName, title).Run();
}

} // namespace TMVA
