/// What is drawn: the order of legends, the room for them, and what lies outside an axis.
#include "Check.h"

#include "TCanvas.h"
#include "TH1.h"
#include "TLegend.h"
#include "TLegendEntry.h"
#include "TMemFile.h"
#include "TROOT.h"
#include "gui/CurveSet.h"
#include "gui/OutputFile.h"
#include "gui/Overlay.h"

#include <cmath>
#include <vector>

using namespace TMVA;

namespace {

std::unique_ptr<TGraph> MakeCurve(Double_t power)
{
   auto graph = std::make_unique<TGraph>();
   for (Int_t i = 0; i <= 100; ++i)
      graph->AddPoint(1 - i / 100., 1 - std::pow(1 - i / 100., power)); // from signal efficiency 1 to 0
   return graph;
}

std::vector<TString> LegendOf(const TVirtualPad &pad)
{
   std::vector<TString> labels;
   for (TObject *object : *pad.GetListOfPrimitives()) {
      if (auto *legend = dynamic_cast<TLegend *>(object)) {
         for (TObject *entry : *legend->GetListOfPrimitives())
            labels.push_back(static_cast<TLegendEntry *>(entry)->GetLabel());
      }
   }
   return labels;
}

void TestOrderOfCurves()
{
   const TCanvas canvas("curves");
   CurveSet rejections;
   rejections.Add(MakeCurve(2), "middle");
   rejections.Add(MakeCurve(1), "worst");
   rejections.Add(MakeCurve(9), "best");
   rejections.Draw("", "", "", CurveSet::Order::kLargestFirst);
   CHECK((LegendOf(canvas) == std::vector<TString>{"Method", "best", "middle", "worst"}));

   const TCanvas other("efficiencies");
   CurveSet efficiencies;
   efficiencies.Add(MakeCurve(2), "middle");
   efficiencies.Add(MakeCurve(9), "best");
   efficiencies.Invert();
   efficiencies.Draw("", "", "", CurveSet::Order::kSmallestFirst);
   CHECK((LegendOf(other) == std::vector<TString>{"Method", "best", "middle"}));
}

std::unique_ptr<TH1> MakeHistogram(Double_t scale)
{
   auto histogram = std::make_unique<TH1D>("h", "", 4, 0, 2);
   histogram->SetDirectory(nullptr);
   for (const Double_t value : {-1., 0.1, 0.6, 0.7, 5.})
      histogram->Fill(value, scale);
   return histogram;
}

void TestOverlay()
{
   const TCanvas canvas("overlay");
   Overlay overlay;
   CHECK(overlay.IsEmpty());
   const TH1 &frame = overlay.Add(MakeHistogram(1), "low", ClassStyle::Of(0, 2));
   overlay.Add(MakeHistogram(10), "high", ClassStyle::Of(1, 2));
   overlay.Draw("title", "x");
   CHECK((LegendOf(canvas) == std::vector<TString>{"low", "high"}));
   CHECK(frame.GetMaximum() > 20 && frame.GetMaximum() < 40); // the largest bin has 20
   CHECK(TString(frame.GetTitle()) == "title" && TString(frame.GetXaxis()->GetTitle()) == "x");

   const TCanvas logarithmic("logarithmic");
   Overlay steep;
   const TH1 &axes = steep.AddLine(MakeHistogram(1e6), "", kBlack);
   steep.AddLine(MakeHistogram(1), "", kBlack);
   steep.DrawLogarithmic("", "", "");
   CHECK(axes.GetMinimum() > 0 && axes.GetMinimum() < 1 && axes.GetMaximum() > 2e6);
}

void TestContents()
{
   const auto histogram = MakeHistogram(3);
   CHECK(std::abs(UnderflowOf(*histogram) - 0.2) < 1e-12 && std::abs(OverflowOf(*histogram) - 0.2) < 1e-12);
   Normalise(*histogram);
   CHECK(std::abs(histogram->Integral("width") - 1) < 1e-12);
   TH1D empty("empty", "", 1, 0, 1);
   Normalise(empty);
   CHECK(empty.GetBinContent(1) == 0 && UnderflowOf(empty) == 0);
}

void TestNames()
{
   TMemFile file("names", "RECREATE");
   TDirectory *folder = file.mkdir("InputVariables_Gauss_Deco");
   for (const char *name : {"fabs_x___bkg_Gauss_Deco", "fabs_x___Signal_Gauss_Deco", "y__bkg_target_Gauss_Deco", "other"}) {
      const TNamed object(name, "");
      folder->WriteObject(&object, name);
   }
   const auto inputs = ListInputs(*folder, TransformationOf(folder->GetName()));
   CHECK(inputs.size() == 3);
   CHECK(inputs[0].fVariable == "fabs_x_" && inputs[0].fClass == "bkg" && !inputs[0].fIsTarget);
   CHECK(inputs[2].fVariable == "y" && inputs[2].fClass == "bkg" && inputs[2].fIsTarget);
   CHECK((ListClasses(inputs) == std::vector<TString>{"Signal", "bkg"}));
   CHECK((ListVariables(inputs) == std::vector<TString>{"fabs_x_"}));
}

} // namespace

int main()
{
   gROOT->SetBatch();
   TestOrderOfCurves();
   TestOverlay();
   TestContents();
   TestNames();
}
