/// \file
/// MethodBase: responses to rows of variables, from any number of threads.
#include "TMVA/MethodBase.h"

#include <algorithm>

namespace TMVA {

UInt_t MethodBase::GetNResponses() const
{
   return DoRegression() ? DataInfo().GetNTargets() : DoMulticlass() ? DataInfo().GetNClasses() : 1;
}

void MethodBase::ComputeResponses(const Float_t *variables, std::size_t nEvents, Float_t *responses)
{
   const std::lock_guard<std::mutex> lock(fComputing);
   for (std::size_t i = 0; i < nEvents; ++i, variables += GetNvar()) {
      const Event event(std::vector<Float_t>(variables, variables + GetNvar()));
      if (DoRegression() || DoMulticlass()) {
         const std::vector<Float_t> &values = DoRegression() ? GetRegressionValues(&event) : GetMulticlassValues(&event);
         responses = std::copy_n(values.begin(), GetNResponses(), responses);
      } else {
         *responses++ = GetMvaValue(&event);
      }
   }
}

std::vector<Float_t> MethodBase::MakeTransformedRows(const Float_t *variables, std::size_t nEvents) const
{
   const std::size_t nColumns = GetNvar() + GetNTargets() + DataInfo().GetSpectatorInfos().size();
   std::vector<Float_t> rows(nEvents * nColumns);
   for (std::size_t i = 0; i < nEvents; ++i)
      std::copy_n(variables + i * GetNvar(), GetNvar(), &rows[i * nColumns]);
   fTransformationHandler->Transform(rows.data(), nEvents);
   return rows;
}

void MethodBase::UndoTransformation(std::vector<Float_t> &rows, Float_t *targets) const
{
   const std::size_t nColumns = GetNvar() + GetNTargets() + DataInfo().GetSpectatorInfos().size();
   const std::size_t nEvents = rows.size() / nColumns;
   for (std::size_t i = 0; i < nEvents; ++i)
      std::copy_n(targets + i * GetNTargets(), GetNTargets(), &rows[i * nColumns + GetNvar()]);
   fTransformationHandler->InverseTransform(rows.data(), nEvents);
   for (std::size_t i = 0; i < nEvents; ++i)
      std::copy_n(&rows[i * nColumns + GetNvar()], GetNTargets(), targets + i * GetNTargets());
}

} // namespace TMVA
