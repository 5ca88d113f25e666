#ifndef PYTMVA_KERAS_MethodPyKeras
#define PYTMVA_KERAS_MethodPyKeras

#include "TMVA/MethodBase.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pytmva_keras {

class Predictor;
class SharedNetwork;
class Trainer;
struct PyKerasOptions;
struct Prefetched;

/// TMVA's method PyKeras: trains a Keras model on the events of a DataLoader and applies it.
///
/// Classification (one sigmoid output, or one output a class), multiclass (one output a class) and regression (one output a
/// target). The response of a classification is the output for the signal class. Book it as TMVA::Types::kPyKeras or
/// "PyKeras"; the options are listed by DeclareOptions and explained by the option H.
///
/// A trained network is applied in plain C++, where it is of layers that have such a form; else by Keras, and a line says why.
/// Python is started (or, in PyROOT, adopted) when a method is booked, or read with a network that needs Keras, and stays
/// until the process ends. Errors are fatal messages that name the method and the next step. Not thread-safe.
class __attribute__((visibility("default"))) MethodPyKeras : public TMVA::MethodBase {
public:
   MethodPyKeras(const TString &jobName, const TString &methodTitle, TMVA::DataSetInfo &dsi,
                 const TString &theOption = "");
   /// From a weight file: it holds the network; a file of ROOT's own PyKeras names the file that does.
   MethodPyKeras(TMVA::DataSetInfo &dsi, const TString &weightFile);
   ~MethodPyKeras() override;

   Bool_t HasAnalysisType(TMVA::Types::EAnalysisType type, UInt_t numberClasses, UInt_t numberTargets) override;
   void CheckSetup() override;
   void Train() override;

   using TMVA::MethodBase::GetMulticlassValues;
   using TMVA::MethodBase::GetMvaValue;
   using TMVA::MethodBase::GetRegressionValues;
   /// Classification: the output for signal. Multiclass and regression: the first value of the functions below.
   Double_t GetMvaValue(Double_t *errLower = nullptr, Double_t *errUpper = nullptr) override;
   std::vector<Double_t> GetMvaValues(Long64_t firstEvt = 0, Long64_t lastEvt = -1, Bool_t logProgress = false) override;
   /// The targets in their own units: VarTransform is undone.
   const std::vector<Float_t> &GetRegressionValues() override;
   const std::vector<Float_t> &GetMulticlassValues() override;

#if __has_include("TMVA/EventTable.h") // our core, which is where TMVA::Experimental::RReader asks for it
   /// Natively, no thread waits for another one. Keras is refused to threads of PyROOT that may not use Python.
   void ComputeResponses(const Float_t *variables, std::size_t nEvents, Float_t *responses) override;
   Bool_t UsesStream() const override { return kTRUE; }
#endif

   const TMVA::Ranking *CreateRanking() override { return nullptr; }

   using TMVA::MethodBase::ReadWeightsFromStream;
   void AddWeightsXMLTo(void *parent) const override;
   void ReadWeightsFromXML(void *weightsNode) override;
   void ReadWeightsFromStream(std::istream &) override;

   /// Writes the network with its transformations as plain C++17, which needs neither ROOT nor Python: class Read<title> in
   /// <job>_<title>.class.C beside the weight file, or in the file of that name. A network that has no such form, or whose
   /// source code would have more than 5 MB, is left out, and a line says why.
   void MakeClass(const TString &classFileName = "") const override;

protected:
   void Init() override {}
   void DeclareOptions() override;
   void ProcessOptions() override;
   void GetHelpMessage() const override;
   void AddRegressionOutput(TMVA::Types::ETreeType type) override;
   void AddMulticlassOutput(TMVA::Types::ETreeType type) override;

private:
   void FillTrainer();
   void RestoreFromFile();
   std::string FindFile(const TString &path) const;
   void SetPredictor(std::unique_ptr<Predictor> predictor);
   /// That of fNetwork's native form, or where it has none the other.
   void SetPredictorOrElse(const std::function<std::unique_ptr<Predictor>()> &makeOther);
   Predictor &GetPredictor();
   const Float_t *EvaluateCurrentEvent();
   void Prefetch();
   const std::vector<Float_t> &GetOutputs();
   UInt_t GetNClassesOrTargets() const;
   UInt_t FindSignalOutput(UInt_t nOutputs) const;
   /// Calls `function`; what it throws becomes a fatal message that names this method.
   void Guarded(const std::function<void()> &function) const;

   std::unique_ptr<PyKerasOptions> fOptions;
   std::unique_ptr<Trainer> fTrainer;       ///< from booking until it has trained
   std::shared_ptr<const SharedNetwork> fNetwork; ///< what goes into the weight file; once trained or read
   std::unique_ptr<Predictor> fPredictor;   ///< once trained or read
   std::unique_ptr<Prefetched> fPrefetched; ///< while AddRegressionOutput or AddMulticlassOutput runs
   UInt_t fNOutputs = 0;                    ///< of the predictor
   UInt_t fSignalOutput = 0;                ///< which of them is the response of a classification
   Bool_t fFromFile = kFALSE;               ///< made from a weight file
   std::vector<Float_t> fValues;            ///< what GetRegressionValues and GetMulticlassValues hand out

   ClassDefOverride(MethodPyKeras, 0);
};

} // namespace pytmva_keras

#if !__has_include("TMVA/MethodPyRandomForest.h") // ROOT's PyMVA has a TMVA::MethodPyKeras: both live side by side
namespace TMVA {
using MethodPyKeras = pytmva_keras::MethodPyKeras;
}
#endif

#endif
