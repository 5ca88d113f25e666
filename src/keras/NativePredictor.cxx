#include "NativePredictor.h"

pytmva_keras::MatrixView pytmva_keras::NativePredictor::Inputs(std::size_t rows)
{
   fRows = rows;
   fInputs.resize(rows * fNetwork.GetNInputs());
   fOutputs.resize(rows * fNetwork.GetNOutputs());
   return {fInputs.data(), rows, fNetwork.GetNInputs()};
}

pytmva_keras::MatrixView pytmva_keras::NativePredictor::Evaluate()
{
   if (fRows == 1)
      fNetwork.Apply(fInputs.data(), fOutputs.data(), fWorkspace);
   else
      fNetwork.Apply(fInputs.data(), fRows, fOutputs.data(), fThreads);
   return {fOutputs.data(), fRows, fNetwork.GetNOutputs()};
}

void pytmva_keras::NativePredictor::Apply(const float *inputs, std::size_t rows, float *outputs) const
{
   thread_local native::Workspace workspace;
   if (rows == 1)
      fNetwork.Apply(inputs, outputs, workspace);
   else
      fNetwork.Apply(inputs, rows, outputs, workspace);
}
