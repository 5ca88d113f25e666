#include "TMVA/CrossValidation.h"

#include "TMVA/MsgLogger.h"

#include "TAxis.h"
#include "TCanvas.h"
#include "TGraph.h"
#include "TLegend.h"
#include "TMultiGraph.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace TMVA {
namespace {

MsgLogger &Log()
{
   static MsgLogger logger("CrossValidation");
   return logger;
}

std::unique_ptr<TMultiGraph> MakeMultiGraph(const TString &title)
{
   auto graphs = std::make_unique<TMultiGraph>();
   graphs->SetTitle(title + ";Signal efficiency (Sensitivity);Background rejection (Specificity)");
   return graphs;
}

Color_t ColourOf(std::size_t fold)
{
   const Color_t colours[] = {kP10Blue,  kP10Yellow, kP10Red,   kP10Gray, kP10Violet,
                              kP10Brown, kP10Orange, kP10Green, kP10Ash,  kP10Cyan};
   return colours[fold % std::size(colours)];
}

void AddCurve(TMultiGraph &graphs, std::unique_ptr<TGraph> curve, const TString &title, Color_t colour, Width_t width)
{
   curve->SetName(title);
   curve->SetTitle(title);
   curve->SetLineWidth(width);
   curve->SetLineColor(colour);
   curve->SetFillColor(kWhite);
   graphs.Add(curve.release(), "L");
}

TCanvas *DrawOn(const TString &name, std::unique_ptr<TMultiGraph> graphs)
{
   TVirtualPad::TContext keepPad;
   auto canvas = std::make_unique<TCanvas>(name, name, 800, 600);
   const Int_t nCurves = graphs->GetListOfGraphs()->GetSize();
   graphs->Draw("A");
   graphs.release()->SetBit(kCanDelete); // the canvas deletes what was drawn on it
   canvas->BuildLegend(0.15, 0.15, 0.35, 0.15 + std::min(0.04 * nCurves, 0.6), "", "L")->SetTextSize(0.03);
   return canvas.release();
}

} // namespace

Bool_t CrossValidationResult::HasCurves() const
{
   return std::any_of(fFolds.begin(), fFolds.end(), [](const auto &fold) { return bool(fold.fROC); });
}

void CrossValidationResult::RequireCurves() const
{
   if (!HasCurves())
      Log() << kFATAL << "There is no ROC curve: these are the results of a regression, or there is none yet. A regression "
            << "is in the table that Evaluate prints and in the output file" << Endl;
}

std::map<UInt_t, Float_t> CrossValidationResult::GetROCValues() const
{
   std::map<UInt_t, Float_t> values;
   for (std::size_t i = 0; i < fFolds.size() && HasCurves(); ++i)
      values[i] = fFolds[i].fROCIntegral;
   return values;
}

Float_t CrossValidationResult::GetROCAverage() const
{
   RequireCurves();
   Float_t sum = 0;
   const auto values = GetROCValues();
   for (const auto &[fold, value] : values)
      sum += value;
   return sum / values.size();
}

Float_t CrossValidationResult::GetROCStandardDeviation() const
{
   const auto values = GetROCValues();
   const Float_t average = GetROCAverage();
   Float_t sum = 0;
   for (const auto &[fold, value] : values)
      sum += (value - average) * (value - average);
   return std::sqrt(sum / (values.size() - 1.));
}

std::vector<Double_t> CrossValidationResult::Collect(Double_t CrossValidationFoldResult::*value) const
{
   std::vector<Double_t> values;
   for (const CrossValidationFoldResult &fold : fFolds)
      values.push_back(fold.*value);
   return values;
}

void CrossValidationResult::AddFolds(TMultiGraph &graphs) const
{
   RequireCurves();
   for (std::size_t i = 0; i < fFolds.size(); ++i)
      AddCurve(graphs, std::make_unique<TGraph>(*fFolds[i].fROC), TString::Format("Fold %zu", i), ColourOf(i), 2);
}

TMultiGraph *CrossValidationResult::GetROCCurves(Bool_t) const
{
   auto graphs = MakeMultiGraph("ROC curves of the folds");
   AddFolds(*graphs);
   return graphs.release();
}

TGraph *CrossValidationResult::GetAvgROCCurve(UInt_t numSamples) const
{
   if (numSamples < 2)
      Log() << kFATAL << "GetAvgROCCurve needs two points or more, got " << numSamples << Endl;
   RequireCurves();
   auto average = std::make_unique<TGraph>(numSamples);
   for (UInt_t i = 0; i < numSamples; ++i) {
      const Double_t efficiency = Double_t(i) / (numSamples - 1);
      Double_t sum = 0;
      for (const CrossValidationFoldResult &fold : fFolds)
         sum += fold.fROC->Eval(efficiency);
      average->SetPoint(i, efficiency, sum / fFolds.size());
   }
   return average.release();
}

TCanvas *CrossValidationResult::Draw(const TString &name) const
{
   return DrawOn(name, std::unique_ptr<TMultiGraph>(GetROCCurves()));
}

TCanvas *CrossValidationResult::DrawAvgROCCurve(Bool_t drawFolds, const TString &title) const
{
   const TString name = title == "" ? TString("Average ROC curve") : title;
   std::unique_ptr<TMultiGraph> graphs = MakeMultiGraph(name);
   if (drawFolds)
      AddFolds(*graphs);
   AddCurve(*graphs, std::unique_ptr<TGraph>(GetAvgROCCurve()), "Average", kBlack, 4);
   return DrawOn(name, std::move(graphs));
}

void CrossValidationResult::Print() const
{
   Log() << kHEADER << " ==== Results ====" << Endl;
   if (!HasCurves()) {
      Log() << kINFO << "Regression: no ROC curve" << Endl;
      return;
   }
   for (const auto &[fold, value] : GetROCValues())
      Log() << kINFO << TString::Format("Fold  %u ROC-Int : %.4f", fold, value) << Endl;
   Log() << kINFO << "------------------------" << Endl;
   Log() << kINFO << TString::Format("Average ROC-Int : %.4f", GetROCAverage()) << Endl;
   Log() << kINFO << TString::Format("Std-Dev ROC-Int : %.4f", GetROCStandardDeviation()) << Endl;
}

} // namespace TMVA
