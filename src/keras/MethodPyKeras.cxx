#include "TMVA/MethodPyKeras.h"

#include "Compat.h"
#include "NetworkXml.h"
#include "Prefetched.h"
#include "PyKerasOptions.h"
#include "PythonLibrary.h"
#include "SharedNetwork.h"
#include "StreamedEvents.h"

#include "TMVA/Config.h"

#include <algorithm>
#include <filesystem>

namespace fs = std::filesystem;

namespace {

constexpr UInt_t kNotInFile = -1; // for Seed, an option that ROOT's own PyKeras lacks

} // namespace

// Training and the weight file. Options: MethodPyKerasOptions.cxx; responses: MethodPyKerasEvaluation.cxx.

pytmva_keras::MethodPyKeras::MethodPyKeras(const TString &jobName, const TString &methodTitle, TMVA::DataSetInfo &dsi,
                                           const TString &theOption)
   : MethodBase(jobName, TMVA::Types::kPyKeras, methodTitle, dsi, WithDeviceAsOneWord(theOption)),
     fOptions(std::make_unique<PyKerasOptions>())
{
   pytmva_keras::SetMakesClass(*this);
}

pytmva_keras::MethodPyKeras::MethodPyKeras(TMVA::DataSetInfo &dsi, const TString &weightFile)
   : MethodBase(TMVA::Types::kPyKeras, dsi, weightFile), fOptions(std::make_unique<PyKerasOptions>()), fFromFile(kTRUE)
{
   fOptions->fSeed = kNotInFile;
}

pytmva_keras::MethodPyKeras::~MethodPyKeras() = default;

Bool_t pytmva_keras::MethodPyKeras::HasAnalysisType(TMVA::Types::EAnalysisType type, UInt_t numberClasses, UInt_t)
{
   return type == TMVA::Types::kRegression || (type == TMVA::Types::kClassification && numberClasses == 2) ||
          (type == TMVA::Types::kMulticlass && numberClasses >= 2);
}

void pytmva_keras::MethodPyKeras::Guarded(const std::function<void()> &function) const
{
   std::string message;
   try {
      return function();
   } catch (const std::exception &error) {
      message = error.what();
   }
   const std::string who = "PyKeras \"" + std::string(GetName()) + "\": ";
   TMVA::MsgLogger log(Log()); // a copy: several threads may fail at once
   log << TMVA::kFATAL << (message.compare(0, who.size(), who) ? who : "") << message << TMVA::Endl;
}

UInt_t pytmva_keras::MethodPyKeras::GetNClassesOrTargets() const
{
   return DoRegression() ? DataInfo().GetNTargets() : DataInfo().GetNClasses();
}

void pytmva_keras::MethodPyKeras::Train()
{
   if (!fTrainer)
      Log() << TMVA::kFATAL << "PyKeras \"" << GetName() << "\" was trained or read already. Book it anew." << TMVA::Endl;
   if (fOptions->fVerbose > 0 && !TMVA::gConfig().IsSilent())
      Guarded([&] { Log() << TMVA::kINFO << fTrainer->Describe() << TMVA::Endl; });
   FillTrainer();
   Guarded([&] {
      const std::unique_ptr<Stream> stream = MakeStream(*this, *Data());
      for (const auto &[name, values] : fTrainer->Train(stream.get()))
         for (std::size_t epoch = 0; epoch < values.size(); ++epoch)
            fTrainHistory.AddValue(name, epoch + 1, values[epoch]);
      Network network = fTrainer->Export();
      network.fSignalOutput = FindSignalOutput(network.fNOutputs);
      fNetwork = SharedNetwork::Get(std::move(network));
      SetPredictorOrElse([&] { return fTrainer->MakePredictor(GetNvar()); });
   });
   fTrainer.reset();
}

void pytmva_keras::MethodPyKeras::FillTrainer()
{
   const Long64_t nEvents = Data()->GetNTrainingEvents();
   Guarded([&] {
      Float_t *targets = nullptr;
      Float_t *classes = nullptr;
      if (const std::optional<TrainingRows> rows = FindTrainingRows(*this)) {
         fTrainer->Set(Trainer::kInputs, rows->fInputs);
         if (DoRegression())
            fTrainer->Set(Trainer::kTargets, rows->fTargets);
      } else {
         if (DoRegression())
            targets = fTrainer->Allocate(Trainer::kTargets, nEvents, DataInfo().GetNTargets()).fData;
         CopyTrainingRows(*this, nEvents, fTrainer->Allocate(Trainer::kInputs, nEvents, GetNvar()).fData, targets);
      }
      if (!DoRegression())
         classes = fTrainer->Allocate(Trainer::kTargets, nEvents, 1).fData;
      Float_t *weights = fTrainer->Allocate(Trainer::kWeights, nEvents, 1).fData;
      ForEachTrainingEvent(*this, [&](UInt_t cls, Double_t weight) {
         if (classes)
            *classes++ = cls;
         *weights++ = weight;
      });
   });
}

void pytmva_keras::MethodPyKeras::AddWeightsXMLTo(void *parent) const
{
   if (!fNetwork)
      Log() << TMVA::kFATAL << "PyKeras \"" << GetName() << "\" has no network to be written. Train it first." << TMVA::Endl;
   fs::path beside(GetWeightFileName().Data());
   beside.replace_extension("." + std::string(GetName()) + ".bin"); // a weight file of MethodCategory has several networks
   Guarded([&] { WriteNetwork(fNetwork->GetStored(), parent, beside); });
}

void pytmva_keras::MethodPyKeras::ReadWeightsFromXML(void *weightsNode)
{
   Guarded([&] {
      fNetwork = SharedNetwork::Get(ReadNetwork(weightsNode, GetWeightFileName().Data()));
      const Network &network = fNetwork->GetStored();
      const Options options = {{"title", std::string(GetName())},
                               {"architecture", network.fArchitecture},
                               {"backend", network.fBackend},
                               {"num_threads", static_cast<long long>(fOptions->fNumThreads)},
                               {"device", std::string(fOptions->fDevice)},
                               {"gpu_options", std::string(fOptions->fGpuOptions)},
                               {"verbose", static_cast<long long>(TMVA::gConfig().IsSilent() ? 0 : fOptions->fVerbose)},
                               {"user_code", FindFile(fOptions->fUserCode)}};
      SetPredictorOrElse([&] { return GetBridge().Restore(options, network, GetNvar()); });
      fSignalOutput = network.fSignalOutput;
   });
}

void pytmva_keras::MethodPyKeras::ReadWeightsFromStream(std::istream &)
{
   Log() << TMVA::kFATAL << "PyKeras \"" << GetName()
         << "\": weight files of the old text format are not supported. Train again." << TMVA::Endl;
}

void pytmva_keras::MethodPyKeras::CheckSetup()
{
   MethodBase::CheckSetup();
   if (!fFromFile || fPredictor)
      return;
   if (fOptions->fSeed != kNotInFile)
      Log() << TMVA::kFATAL << "PyKeras \"" << GetName() << "\": the weight file " << GetWeightFileName()
            << " has lost its network, the node <Weights>: it is damaged. Copy it again, or train again" << TMVA::Endl;
   RestoreFromFile(); // a file of ROOT's own PyKeras has no weights in it
}

void pytmva_keras::MethodPyKeras::RestoreFromFile()
{
   Guarded([&] {
      const std::string path = FindFile(fOptions->fFilenameTrainedModel);
      Log() << TMVA::kWARNING << "PyKeras \"" << GetName() << "\" is applied by Keras, not natively: its weight file has no "
            << "network, it is read from " << path << TMVA::Endl;
      const Options options = {{"title", std::string(GetName())},
                               {"path", path},
                               {"backend", std::string(fOptions->fBackend)},
                               {"num_threads", static_cast<long long>(fOptions->fNumThreads)},
                               {"device", std::string(fOptions->fDevice)},
                               {"gpu_options", std::string(fOptions->fGpuOptions)},
                               {"verbose", static_cast<long long>(TMVA::gConfig().IsSilent() ? 0 : fOptions->fVerbose)},
                               {"user_code", FindFile(fOptions->fUserCode)}};
      SetPredictor(GetBridge().RestoreFile(options, GetNvar()));
   });
}

std::string pytmva_keras::MethodPyKeras::FindFile(const TString &path) const
{
   const fs::path file(path.Data());
   if (path.IsNull() || !fFromFile)
      return file;
   // It was written relative to the working directory, in which <dataset>/weights/<weight file> was made. That tree may
   // have been moved, or its files put into one directory.
   const fs::path weights = fs::absolute(GetWeightFileName().Data()).parent_path();
   for (const fs::path &candidate : {weights / file, weights.parent_path().parent_path() / file, weights / file.filename()})
      if (fs::exists(candidate))
         return candidate;
   return file;
}
