#include "TMVA/MsgLogger.h"
#include "TMVA/efficiencies.h"
#include "gui/CurveSet.h"
#include "gui/OutputFile.h"
#include "gui/PlotPage.h"
#include "gui/Style.h"

#include "TH1.h"

namespace TMVA {

namespace {

/// A kind of curve: its name in the file and on the disk, and how it is drawn.
struct Kind {
   const char *fName;
   const char *fTitle;
   const char *fYTitle;
   CurveSet::Order fOrder;
   Bool_t fIsLogarithmic;
};

const Kind &KindOf(Int_t type)
{
   using Order = CurveSet::Order;
   static const Kind kKinds[] = {
      {"effBvsS", "Background versus signal efficiency", "Background efficiency", Order::kSmallestFirst, kFALSE},
      {"rejBvsS", "Background rejection versus signal efficiency", "Background rejection", Order::kLargestFirst, kFALSE},
      {"invBeffvsSeff", "Inverse background efficiency versus signal efficiency", "1 / background efficiency",
       Order::kLargestFirst, kTRUE}};
   if (type < 1 || type > 3)
      MsgLogger("efficiencies") << kFATAL << "There is no type " << type << " of curves: expected 1 (background efficiency), "
                                << "2 (background rejection) or 3 (inverse background efficiency)" << Endl;
   return kKinds[type - 1];
}

} // namespace

void efficiencies(TString dataset, TString fileName, Int_t type, Bool_t useTMVAStyle)
{
   const Kind &kind = KindOf(type);
   const StyleScope style(useTMVAStyle);
   const OutputFile file(fileName, dataset);
   file.Require(Types::kClassification);
   CurveSet curves;
   for (const MethodFolder &method : file.GetMethods()) {
      if (auto curve = Read<TH1>(*method.fFolder, method.GetPrefix() + "_" + kind.fName))
         curves.Add(*curve, method.fTitle);
   }
   if (curves.IsEmpty())
      return ReportMissing(file, kind.fTitle);
   PlotPage page(file, kind.fName, kind.fTitle);
   page.GoTo();
   curves.Draw(kind.fTitle, "Signal efficiency", kind.fYTitle, kind.fOrder, kind.fIsLogarithmic);
   page.Save();
}

} // namespace TMVA
