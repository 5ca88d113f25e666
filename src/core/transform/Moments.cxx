#include "transform/Moments.h"

#include "data/Covariance.h"

TMVA::Moments
TMVA::MomentsOf(const EventTable &events, const std::vector<std::size_t> &columns, Int_t cls, EventWeights weights)
{
   Covariance sample(columns.size());
   std::vector<Double_t> point(columns.size());
   for (std::size_t row = 0; row < events.GetNRows(); ++row) {
      if (cls >= 0 && events.GetClass(row) != UInt_t(cls))
         continue;
      for (std::size_t i = 0; i < columns.size(); ++i)
         point[i] = events.GetRow(row)[columns[i]];
      sample.Add(point, weights == EventWeights::kUsed ? events.GetWeight(row) : 1);
   }
   return {sample.GetMean(), sample.GetMatrix()};
}
