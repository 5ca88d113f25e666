#include "TMVA/MethodPyKeras.h"

#include "PyKerasOptions.h"
#include "PythonLibrary.h"

#include "TMVA/Config.h"

#include <filesystem>
#include <regex>
#include <sstream>

// The options of the method: declared to TMVA, completed, and passed to Python, which checks their values.

namespace {

std::vector<std::string> SplitList(const TString &text)
{
   std::vector<std::string> parts;
   std::istringstream stream(text.Data());
   for (std::string part; std::getline(stream, part, ',');)
      parts.push_back(part);
   return parts;
}

/// Booked and trained from two working directories, it is still the same file.
std::string AbsolutePath(const TString &path)
{
   return path.IsNull() ? "" : std::filesystem::absolute(path.Data()).string();
}

std::vector<std::string> VariableNames(TMVA::DataSetInfo &info)
{
   std::vector<std::string> names;
   for (UInt_t i = 0; i < info.GetNVariables(); ++i)
      names.push_back(info.GetVariableInfo(i).GetLabel().Data());
   return names;
}

std::vector<std::string> TargetNames(TMVA::DataSetInfo &info)
{
   std::vector<std::string> names;
   for (UInt_t i = 0; i < info.GetNTargets(); ++i)
      names.push_back(info.GetTargetInfo(i).GetLabel().Data());
   return names;
}

std::vector<std::string> ClassNames(TMVA::DataSetInfo &info)
{
   std::vector<std::string> names;
   for (UInt_t i = 0; i < info.GetNClasses(); ++i)
      names.push_back(info.GetClassInfo(i)->GetName());
   return names;
}

std::string AnalysisName(const TMVA::MethodBase &method)
{
   return method.DoRegression() ? "regression" : method.DoMulticlass() ? "multiclass" : "classification";
}

/// The dictionary that pytmva_keras.bridge.open_trainer takes.
pytmva_keras::Options TrainingOptions(const TMVA::MethodBase &method, const pytmva_keras::PyKerasOptions &options)
{
   TMVA::DataSetInfo &info = method.DataInfo();
   return {
      {"title", std::string(method.GetName())},
      {"dataset", std::string(info.GetName())},
      {"analysis", AnalysisName(method)},
      {"variables", VariableNames(info)},
      {"classes", ClassNames(info)},
      {"signal_index", static_cast<long long>(info.GetSignalClassIndex())},
      {"targets", TargetNames(info)},
      {"filename_model", std::string(options.fFilenameModel)},
      {"filename_weights", std::string(options.fFilenameWeights)},
      {"filename_trained_model", AbsolutePath(options.fFilenameTrainedModel)},
      {"batch_size", static_cast<long long>(options.fBatchSize)},
      {"num_epochs", static_cast<long long>(options.fNumEpochs)},
      {"training_loop", std::string(options.fTrainingLoop)},
      {"num_threads", static_cast<long long>(options.fNumThreads)},
      {"device", std::string(options.fDevice)},
      {"gpu_options", std::string(options.fGpuOptions)},
      {"verbose", static_cast<long long>(TMVA::gConfig().IsSilent() ? 0 : options.fVerbose)},
      {"continue_training", static_cast<bool>(options.fContinueTraining)},
      {"save_best_only", static_cast<bool>(options.fSaveBestOnly)},
      {"tries_early_stopping", static_cast<long long>(options.fTriesEarlyStopping)},
      {"learning_rate_schedule", std::string(options.fLearningRateSchedule)},
      {"tensorboard", AbsolutePath(options.fTensorBoard)},
      {"validation_size", std::string(options.fValidationSize)},
      {"user_code", std::string(options.fUserCode)},
      {"allow_unsafe_model", static_cast<bool>(options.fAllowUnsafeModel)},
      {"optimizer", std::string(options.fOptimizer)},
      {"learn_rate", static_cast<double>(options.fLearnRate)},
      {"loss", std::string(options.fLoss)},
      {"metrics", SplitList(options.fMetrics)},
      {"backend", std::string(options.fBackend)},
      {"seed", static_cast<long long>(options.fSeed)},
   };
}

} // namespace

TString pytmva_keras::WithDeviceAsOneWord(const TString &options)
{
   static const std::regex device("((?:^|:)Device=(?:GPU|CUDA|CPU)):([0-9]+)(?=:|$)", std::regex::icase);
   return std::regex_replace(options.Data(), device, "$1$2");
}

void pytmva_keras::MethodPyKeras::DeclareOptions()
{
   PyKerasOptions &o = *fOptions;
   DeclareOptionRef(o.fFilenameModel, "FilenameModel", "Model to be trained, of Keras 1, 2 or 3: .yml, .json, .h5 or .keras");
   DeclareOptionRef(o.fFilenameWeights, "FilenameWeights", "Weights with which the model begins: .h5 or .keras");
   DeclareOptionRef(o.fFilenameTrainedModel, "FilenameTrainedModel",
                    "Where the trained model goes, .h5 or .keras; empty: TrainedModel_<title>.h5 beside the weight file");
   DeclareOptionRef(o.fBatchSize, "BatchSize", "Events in a batch");
   DeclareOptionRef(o.fNumEpochs, "NumEpochs", "Epochs to be trained");
   DeclareOptionRef(o.fTrainingLoop, "TrainingLoop",
                    "auto: whole epochs in one call of the backend where that gives the same; fit: by Keras's model.fit");
   DeclareOptionRef(o.fNumThreads, "NumThreads",
                    "Threads of the backend, and of the trained network for a whole sample; 0: their choice");
   DeclareOptionRef(o.fDevice, "Device",
                    "CPU, GPU, GPU:0, GPU:1 ..., where Keras works; auto: a GPU if there is one; empty: the backend's choice");
   DeclareOptionRef(o.fGpuOptions, "GpuOptions",
                    "With commas between: allow_growth=True, per_process_gpu_memory_fraction=0.5");
   DeclareOptionRef(o.fTfKeras, "tf.keras", "Accepted for old macros, has no effect: Keras 3 serves all backends");
   DeclareOptionRef(o.fTfKeras, "tfkeras", "The same, for keyword arguments of Python");
   DeclareOptionRef(o.fVerbose, "Verbose", "0: silent, 1: progress, 2: one line an epoch");
   DeclareOptionRef(o.fContinueTraining, "ContinueTraining", "Start from FilenameTrainedModel");
   DeclareOptionRef(o.fSaveBestOnly, "SaveBestOnly",
                    "Keep the weights of the epoch with the lowest validation loss, else those of the last epoch");
   DeclareOptionRef(o.fTriesEarlyStopping, "TriesEarlyStopping",
                    "Stop after so many epochs without a lower validation loss; negative: never");
   DeclareOptionRef(o.fLearningRateSchedule, "LearningRateSchedule",
                    "\"epoch,rate;epoch,rate\": the learning rate from that epoch on, counted from 0");
   DeclareOptionRef(o.fTensorBoard, "TensorBoard", "Directory for the logs of TensorBoard; empty: none");
   DeclareOptionRef(o.fValidationSize, "ValidationSize",
                    "Part of the training events set aside for validation: 20%, 0.2 or a number of events");
   DeclareOptionRef(o.fUserCode, "UserCode",
                    "Python file that is run before the model is loaded; may set load_model_custom_objects");
   DeclareOptionRef(o.fAllowUnsafeModel, "AllowUnsafeModel",
                    "Trust the model's files: they may bring Python code (Lambda layers)");
   DeclareOptionRef(o.fOptimizer, "Optimizer", "Optimizer of Keras; empty: the model's own, else Adam");
   DeclareOptionRef(o.fLearnRate, "LearnRate", "Learning rate; 0: that of the optimizer");
   DeclareOptionRef(o.fLoss, "Loss", "Loss of Keras; empty: the model's own, else a cross-entropy or mse");
   DeclareOptionRef(o.fMetrics, "Metrics", "Metrics of Keras, with commas between; empty: the model's own");
   DeclareOptionRef(o.fBackend, "Backend",
                    "tensorflow, jax or torch; empty: KERAS_BACKEND, else keras.json's, else the first that is installed");
   DeclareOptionRef(o.fSeed, "Seed", "Of initial weights, batches and validation events; 0: a new one each time");
}

void pytmva_keras::MethodPyKeras::ProcessOptions()
{
   if (fOptions->fFilenameTrainedModel.IsNull()) {
      const TString directory = GetWeightFileDir().IsNull() ? TString(".") : GetWeightFileDir();
      fOptions->fFilenameTrainedModel = directory + "/TrainedModel_" + GetName() + ".h5";
   }
   Guarded([&] { fTrainer = GetBridge().OpenTrainer(TrainingOptions(*this, *fOptions)); });
}

void pytmva_keras::MethodPyKeras::GetHelpMessage() const
{
   Log() << TMVA::kINFO
         << "PyKeras trains a neural network that is defined with Keras.\n"
            "\n"
            "Write the network in Python and save it: pytmva_keras.save_model(model, \"model.yml\").\n"
            "It has one input a variable; several inputs, or those of several axes, take the variables in their order.\n"
            "Classification: one output with sigmoid, or two with softmax. Multiclass: one output a class, with softmax.\n"
            "Regression: one output a target.\n"
            "\n"
            "Inputs should be of order one: VarTransform=N maps them to [-1, 1]. If the loss does not fall, change\n"
            "LearnRate or BatchSize; if the validation loss rises while the loss falls, take a smaller network,\n"
            "dropout, or TriesEarlyStopping.\n"
            "\n"
            "The weight file (.xml) holds the network. The trained model is kept as an .h5 file too, for Keras."
         << TMVA::Endl;
}
