#include "TMVA/MethodBase.h"

#include "method/MvaPdfs.h"

#include "TDirectory.h"
#include "TFile.h"
#include "TObjString.h"
#include "TStopwatch.h"
#include "TSystem.h"

#include <iostream>
#include <map>

namespace TMVA {

MethodBase::MethodBase(const TString &jobName, Types::EMVA methodType, const TString &methodTitle, DataSetInfo &dsi,
                       const TString &theOption)
   : Configurable(theOption), fJobName(jobName), fMethodName(methodTitle), fMethodType(methodType), fDataSetInfo(dsi),
     fTransformationHandler(std::make_unique<TransformationHandler>(dsi, methodTitle))
{
   SetTestvarName();
}

MethodBase::MethodBase(Types::EMVA methodType, DataSetInfo &dsi, const TString &weightFile)
   : fMethodType(methodType), fDataSetInfo(dsi), fTransformationHandler(std::make_unique<TransformationHandler>(dsi)),
     fConstructedFromWeightFile(kTRUE), fWeightFile(weightFile)
{
}

MethodBase::~MethodBase() = default;

void MethodBase::SetupMethod()
{
   InitBase();
   DeclareBaseOptions();
   Init();
   DeclareOptions();
}

void MethodBase::InitBase()
{
   SetConfigName(fMethodName);
   SetConfigDescription("Options of method " + fMethodName);
}

void MethodBase::DeclareBaseOptions()
{
   DeclareOptionRef(fVerbose, "V", "Print more");
   DeclareOptionRef(fVerbosityLevelString, "VerbosityLevel", "Least severe messages that are printed");
   for (const char *level : {"Default", "Debug", "Verbose", "Info", "Warning", "Error", "Fatal"})
      AddPreDefVal(TString(level));
   DeclareOptionRef(fVarTransformString, "VarTransform",
                    "Transformations of the input variables before training, such as D,N or N(var1)+D_Signal(var2,var3)");
   DeclareOptionRef(fHelp, "H", "Print a help message before training");
   DeclareOptionRef(fCreateMVAPdfs, "CreateMVAPdfs", "Make PDFs of the response to signal and to background (classification)");
   DeclareOptionRef(fIgnoreNegWeightsInTraining, "IgnoreNegWeightsInTraining",
                    "Training events of negative weight count as events of weight 0");
}

void MethodBase::DeclareCompatibilityOptions()
{
   DisableWriting(kTRUE);
   DeclareOptionRef(fCompatibility.fNormalise, "Normalise", "Normalise the variables: the Transformations node says so");
   DeclareOptionRef(fCompatibility.fDecorrelate, "D", "Decorrelate them: the Transformations node says so");
   DeclareOptionRef(fCompatibility.fTransformType, "VarTransformType", "The class whose events decorrelate them");
   DeclareOptionRef(fCompatibility.fTextOnly, "TxtWeightFilesOnly", "How weights were kept before there was XML");
   DeclareOptionRef(fCompatibility.fNbinsPdf, "NbinsMVAPdf", "Bins of the PDFs: the MVAPdfs node says so");
   DeclareOptionRef(fCompatibility.fNsmoothPdf, "NsmoothMVAPdf", "Smoothing of the PDFs: the MVAPdfs node says so");
   DisableWriting(kFALSE);
}

void MethodBase::ProcessSetup()
{
   ProcessBaseOptions();
   ProcessOptions();
}

void MethodBase::ProcessBaseOptions()
{
   static const std::map<TString, EMsgType> levels = {{"Debug", kDEBUG}, {"Verbose", kVERBOSE}, {"Info", kINFO},
                                                      {"Warning", kWARNING}, {"Error", kERROR}, {"Fatal", kFATAL}};
   const auto level = levels.find(fVerbosityLevelString);
   if (level != levels.end())
      SetMsgType(level->second);
   else if (fVerbose)
      SetMsgType(kVERBOSE);
   if (fCreateMVAPdfs)
      fMvaPdfs = std::make_unique<MvaPdfs>(fMethodName, *this);
   if (fCreateMVAPdfs && fAnalysisType != Types::kClassification)
      Log() << kWARNING << "CreateMVAPdfs: PDFs of the response are made for two classes only, of method " << fMethodName
            << " there will be none" << Endl;
   fTransformationHandler->AddTransformations(fVarTransformString);
}

void MethodBase::CheckSetup()
{
   CheckForUnusedOptions();
}

void MethodBase::TrainMethod()
{
   DataSet &data = CurrentDataOf(Types::kTraining);
   if (Help())
      PrintHelpMessage();

   TDirectory::TContext restoreCurrent;
   if (TDirectory *directory = BaseDir())
      directory->cd();
   fTransformationHandler->CalcTransformations(data);
   const Long64_t streamed = data.GetStream() ? data.GetStream()->GetNEvents() : 0;
   if (streamed > 0 && !UsesStream())
      Log() << kWARNING << GetMethodTypeName() << " \"" << GetMethodName() << "\" is trained with the "
            << data.GetNTrainingEvents() << " events in memory only, not with the " << streamed
            << " others. Give EventsInMemory more of them, or none for all" << Endl;
   TStopwatch clock;
   Train();
   fTrainTime = clock.RealTime();
   Log() << kINFO << "Elapsed time for training with " << data.GetNTrainingEvents() + (UsesStream() ? streamed : 0)
         << " events: "
         << TString::Format("%.3g s", fTrainTime) << Endl;
   if (TDirectory *directory = BaseDir()) {
      directory->cd();
      fTrainHistory.SaveHistory(fMethodName);
   }
   AddOutput(Types::kTraining, fAnalysisType);
   if (fMvaPdfs && fAnalysisType == Types::kClassification) {
      CreateMVAPdfs();
      AddClassifierOutputProb(Types::kTraining);
   }
   if (fModelPersistence)
      WriteStateToFile();
   if (fModelPersistence && fMakesClass)
      MakeClass();
}

void MethodBase::PrintHelpMessage() const
{
   const TString title = "--- Method " + fMethodName + " (" + GetMethodTypeName() + ") ";
   std::cout << "\n" << title << TString('-', 60) << "\n" << std::endl;
   GetHelpMessage();
   std::cout << "\n" << TString('-', 80) << std::endl;
}

void MethodBase::MakeClass(const TString &) const
{
   Log() << kINFO << "There is no stand-alone C++ class of method " << fMethodName << ": apply " << GetWeightFileName()
         << " with TMVA::Reader" << Endl;
}

TDirectory *MethodBase::MethodBaseDir() const
{
   if (!fMethodBaseDir && fFile) {
      TDirectory *dataset = fFile->mkdir(DataInfo().GetName(), "", kTRUE);
      const TString name = "Method_" + GetMethodTypeName();
      fMethodBaseDir = dataset->mkdir(name, "Directory for all " + GetMethodTypeName() + " methods", kTRUE);
   }
   return fMethodBaseDir;
}

TDirectory *MethodBase::BaseDir() const
{
   if (fBaseDir || !MethodBaseDir())
      return fBaseDir;
   fBaseDir = MethodBaseDir()->GetDirectory(fMethodName);
   if (fBaseDir)
      return fBaseDir;
   fBaseDir = MethodBaseDir()->mkdir(fMethodName, fMethodName);
   if (fModelPersistence) {
      TObjString path(gSystem->WorkingDirectory());
      TObjString weightFile(GetWeightFileName());
      fBaseDir->WriteTObject(&path, "TrainingPath");
      fBaseDir->WriteTObject(&weightFile, "WeightFileName");
   }
   return fBaseDir;
}

} // namespace TMVA
