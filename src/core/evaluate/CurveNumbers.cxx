#include "evaluate/CurveNumbers.h"

#include "TGraph.h"

Double_t TMVA::GetAreaBelow(const TGraph &curve)
{
   const Double_t *effS = curve.GetX(), *rejection = curve.GetY();
   Double_t area = 0;
   for (Int_t i = 1; i < curve.GetN(); ++i)
      area += 0.5 * (effS[i - 1] - effS[i]) * (rejection[i - 1] + rejection[i]);
   return area;
}

Double_t TMVA::FindSignalEfficiency(const TGraph &curve, Double_t effB)
{
   const Double_t *effS = curve.GetX(), *rejection = curve.GetY();
   for (Int_t i = 1; i < curve.GetN(); ++i) {
      const Double_t right = 1 - rejection[i];
      const Double_t left = 1 - rejection[i - 1];
      if (effB >= right && effB <= left)
         return left == right ? effS[i] : effS[i] + (effS[i - 1] - effS[i]) * (effB - right) / (left - right);
   }
   return 0;
}
