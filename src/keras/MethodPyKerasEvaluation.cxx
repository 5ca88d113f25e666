#include "TMVA/MethodPyKeras.h"

#include "Compat.h"
#include "NativePredictor.h"
#include "Prefetched.h"
#include "PyKerasOptions.h"
#include "SharedNetwork.h"
#include "python/Bridge.h"

#include <algorithm>
#include <thread>

// Responses: of one event, or of all events in one go.

namespace {

std::size_t NumberOfThreads(Int_t asked)
{
   return asked > 0 ? asked : std::max(std::thread::hardware_concurrency(), 1u);
}

} // namespace

void pytmva_keras::MethodPyKeras::SetPredictor(std::unique_ptr<Predictor> predictor)
{
   const MatrixView inputs = predictor->Inputs(1);
   if (inputs.fColumns != GetNvar())
      throw PythonError("the network has " + std::to_string(inputs.fColumns) + " inputs, expected " +
                        std::to_string(GetNvar()) + ", one a variable. Is it the weight file of another training?");
   std::fill_n(inputs.fData, inputs.fColumns, 0.f);
   fNOutputs = predictor->Evaluate().fColumns;
   const UInt_t expected = GetNClassesOrTargets();
   const Bool_t isSigmoid = GetAnalysisType() == TMVA::Types::kClassification && fNOutputs == 1;
   if (fNOutputs != expected && !isSigmoid)
      throw PythonError("the network has " + std::to_string(fNOutputs) + " outputs, expected " + std::to_string(expected) +
                        ", one a " + (DoRegression() ? "target" : "class") +
                        ". Is it the weight file of another training?");
   fSignalOutput = FindSignalOutput(fNOutputs);
   fPredictor = std::move(predictor);
}

UInt_t pytmva_keras::MethodPyKeras::FindSignalOutput(UInt_t nOutputs) const
{
   return nOutputs == 1 || DoRegression() ? 0 : DataInfo().GetSignalClassIndex();
}

void pytmva_keras::MethodPyKeras::SetPredictorOrElse(const std::function<std::unique_ptr<Predictor>()> &makeOther)
{
   if (const native::Network *network = fNetwork->GetNative())
      return SetPredictor(std::make_unique<NativePredictor>(*network, NumberOfThreads(fOptions->fNumThreads)));
   Log() << TMVA::kWARNING << "PyKeras \"" << GetName() << "\" is applied by Keras, not natively: "
         << fNetwork->WhyNotNative() << TMVA::Endl;
   std::unique_ptr<Predictor> predictor = makeOther();
   fNetwork->CheckNotDamaged(*predictor);
   SetPredictor(std::move(predictor));
}

pytmva_keras::Predictor &pytmva_keras::MethodPyKeras::GetPredictor()
{
   if (!fPredictor)
      Log() << TMVA::kFATAL << "PyKeras \"" << GetName()
            << "\" cannot respond before it is trained. Call TrainAllMethods first." << TMVA::Endl;
   return *fPredictor;
}

const Float_t *pytmva_keras::MethodPyKeras::EvaluateCurrentEvent()
{
   Predictor &predictor = GetPredictor();
   const Float_t *outputs = nullptr;
   const auto evaluate = [&] {
      const TMVA::Event &event = *GetEvent();
      const MatrixView inputs = predictor.Inputs(1);
      for (std::size_t i = 0; i < inputs.fColumns; ++i)
         inputs.fData[i] = event.GetValue(i);
      outputs = predictor.Evaluate().fData;
   };
   Guarded(std::cref(evaluate)); // by reference: a copy would be kept in memory of its own, taken anew for each event
   return outputs;
}

Double_t pytmva_keras::MethodPyKeras::GetMvaValue(Double_t *errLower, Double_t *errUpper)
{
   NoErrorCalc(errLower, errUpper);
   if (DoRegression())
      return GetRegressionValues()[0];
   return EvaluateCurrentEvent()[fSignalOutput];
}

std::vector<Double_t> pytmva_keras::MethodPyKeras::GetMvaValues(Long64_t firstEvt, Long64_t lastEvt, Bool_t logProgress)
{
   const Long64_t events = Data()->GetNEvents();
   const Long64_t first = std::max(firstEvt, 0LL);
   const Long64_t last = lastEvt < 0 ? events : std::min(lastEvt, events);
   if (DoRegression()) { // each value needs its event to be transformed back
      fPrefetched = std::make_unique<Prefetched>(Prefetched{Data()->GetCurrentType(), first, last});
      std::vector<Double_t> values = MethodBase::GetMvaValues(first, lastEvt, logProgress);
      fPrefetched.reset();
      return values;
   }
   std::vector<Double_t> values;
   if (first >= last)
      return values;
   Predictor &predictor = GetPredictor();
   Guarded([&] {
      CopyInputs(*this, Data()->GetCurrentType(), first, last, predictor.Inputs(last - first).fData);
      const MatrixView outputs = predictor.Evaluate();
      values.reserve(outputs.fRows);
      for (std::size_t i = 0; i < outputs.fRows; ++i)
         values.push_back(outputs.Row(i)[fSignalOutput]);
   });
   return values;
}

/// The network's outputs for the current event, as they are.
const std::vector<Float_t> &pytmva_keras::MethodPyKeras::GetOutputs()
{
   const Float_t *outputs = nullptr;
   if (fPrefetched) {
      if (fPrefetched->fNext == fPrefetched->fOutputs.size())
         Prefetch();
      outputs = fPrefetched->fOutputs.data() + fPrefetched->fNext;
      fPrefetched->fNext += fNOutputs;
   } else {
      outputs = EvaluateCurrentEvent();
   }
   fValues.assign(outputs, outputs + fNOutputs);
   return fValues;
}

const std::vector<Float_t> &pytmva_keras::MethodPyKeras::GetMulticlassValues()
{
   return GetOutputs();
}

const std::vector<Float_t> &pytmva_keras::MethodPyKeras::GetRegressionValues()
{
   GetOutputs();
   TMVA::Event event(*GetEvent());
   for (UInt_t i = 0; i < fNOutputs; ++i)
      event.SetTarget(i, fValues[i]);
   const TMVA::Event *original = GetTransformationHandler().InverseTransform(&event);
   for (UInt_t i = 0; i < fNOutputs; ++i)
      fValues[i] = original->GetTarget(i);
   return fValues;
}

/// Computes the outputs for the next block of events.
void pytmva_keras::MethodPyKeras::Prefetch()
{
   constexpr Long64_t blockSize = 64 * 1024;
   Predictor &predictor = GetPredictor();
   Guarded([&] {
      const Long64_t first = fPrefetched->fEnd;
      const Long64_t last = std::min(first + blockSize, fPrefetched->fLast);
      CopyInputs(*this, fPrefetched->fType, first, last, predictor.Inputs(last - first).fData);
      const MatrixView outputs = predictor.Evaluate();
      fPrefetched->fOutputs.assign(outputs.fData, outputs.Row(last - first));
      fPrefetched->fEnd = last;
      fPrefetched->fNext = 0;
   });
}

void pytmva_keras::MethodPyKeras::AddRegressionOutput(TMVA::Types::ETreeType type)
{
   fPrefetched = std::make_unique<Prefetched>(Prefetched{type, 0, Data()->GetNEvents(type)});
   MethodBase::AddRegressionOutput(type);
   fPrefetched.reset();
}

void pytmva_keras::MethodPyKeras::AddMulticlassOutput(TMVA::Types::ETreeType type)
{
   fPrefetched = std::make_unique<Prefetched>(Prefetched{type, 0, Data()->GetNEvents(type)});
   MethodBase::AddMulticlassOutput(type);
   fPrefetched.reset();
}

#ifdef PYTMVA_CORE

void pytmva_keras::MethodPyKeras::ComputeResponses(const Float_t *variables, std::size_t nEvents, Float_t *responses)
{
   std::vector<Float_t> rows = MakeTransformedRows(variables, nEvents);
   std::vector<Float_t> inputs, outputs(nEvents * fNOutputs);
   for (std::size_t i = 0; i < nEvents; ++i) {
      const auto row = rows.begin() + i * (rows.size() / nEvents);
      inputs.insert(inputs.end(), row, row + GetNvar());
   }
   const Predictor &predictor = GetPredictor();
   const auto apply = [&] { predictor.Apply(inputs.data(), nEvents, outputs.data()); };
   Guarded(std::cref(apply));
   if (DoRegression() || DoMulticlass())
      std::copy(outputs.begin(), outputs.end(), responses);
   else
      for (std::size_t i = 0; i < nEvents; ++i)
         responses[i] = outputs[i * fNOutputs + fSignalOutput];
   if (DoRegression())
      UndoTransformation(rows, responses);
}

#endif
