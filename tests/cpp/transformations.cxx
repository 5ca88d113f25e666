/// The transformations on tables of their own: what golden data of genuine TMVA cannot show.
#include "Check.h"
#include "Refusal.h"

#include "TMVA/DataSetInfo.h"
#include "TMVA/EventTable.h"
#include "TMVA/MsgLogger.h"
#include "TMVA/Tools.h"
#include "TMVA/VariableDecorrTransform.h"
#include "TMVA/VariableNormalizeTransform.h"

#include "TRandom3.h"

#include <array>
#include <string>
#include <vector>

using namespace TMVA;

namespace {

using Row = std::array<Float_t, 3>;

void AddThreeVariables(DataSetInfo &info)
{
   for (const char *name : {"a", "b", "c"})
      info.AddVariable(name);
   info.AddClass("Signal");
   info.AddClass("Background");
}

/// Three correlated variables; in `background` the third is constant.
EventTable Events(Bool_t isConstantInBackground = kFALSE, Double_t offset = 0)
{
   EventTable events(3);
   TRandom3 random(1);
   for (Int_t i = 0; i < 2000; ++i) {
      const UInt_t cls = i % 2;
      const Double_t x = random.Gaus(), y = random.Gaus();
      const Bool_t isConstant = cls == 1 && isConstantInBackground;
      const Row row{Float_t(x + offset), Float_t(0.8 * x + y + cls), Float_t(isConstant ? 1 : 1e-4 * (y + random.Gaus()))};
      events.AddRow(row.data(), cls, cls == 0 ? 1 : 0.5);
   }
   return events;
}

/// Weighted covariance of columns i and j, over one class or (cls < 0) all.
Double_t Covariance(const EventTable &events, Int_t i, Int_t j, Int_t cls)
{
   Double_t sum[4] = {0, 0, 0, 0};
   for (std::size_t row = 0; row < events.GetNRows(); ++row) {
      if (cls >= 0 && events.GetClass(row) != UInt_t(cls))
         continue;
      const Double_t weight = events.GetWeight(row);
      const Float_t *values = events.GetRow(row);
      sum[0] += weight;
      sum[1] += weight * values[i];
      sum[2] += weight * values[j];
      sum[3] += weight * values[i] * values[j];
   }
   return sum[3] / sum[0] - sum[1] / sum[0] * sum[2] / sum[0];
}

void TestDecorrelationGivesTheUnitMatrix()
{
   DataSetInfo info("test");
   AddThreeVariables(info);
   for (Double_t offset : {0., 1000.}) {
      for (Int_t cls : {-1, 0, 1}) {
         EventTable events = Events(kFALSE, offset);
         const EventTable original = events;
         VariableDecorrTransform transformation(info);
         transformation.Prepare(events, cls);
         for (std::size_t row = 0; row < events.GetNRows(); ++row)
            transformation.Transform(events.GetRow(row), cls);
         for (Int_t i = 0; i < 3; ++i)
            for (Int_t j = 0; j < 3; ++j)
               CHECK(std::abs(Covariance(events, i, j, cls) - (i == j)) < 2e-3);
         for (std::size_t row = 0; row < events.GetNRows(); ++row) {
            transformation.InverseTransform(events.GetRow(row), cls);
            for (Int_t i = 0; i < 3; ++i)
               CHECK(std::abs(events.GetRow(row)[i] - original.GetRow(row)[i]) < 1e-3);
         }
      }
   }
}

void TestDecorrelationOfDependentVariables()
{
   DataSetInfo info("test");
   AddThreeVariables(info);
   const EventTable events = Events(kTRUE);
   VariableDecorrTransform transformation(info);
   CHECK(Throws({"a, b, c", "class Background"}, transformation, events, 1));
   // Where the constants of the background are not used, they need not exist.
   CHECK(!Throws({}, transformation, events, -1));

   EventTable sums(3);
   TRandom3 random(2);
   for (Int_t i = 0; i < 100; ++i) {
      const Float_t x = random.Gaus(), y = random.Gaus();
      const Row row{x, y, x + y};
      sums.AddRow(row.data(), i % 2, 1);
   }
   CHECK(Throws({"a, b, c", "all classes", "linearly dependent"}, transformation, sums, -1));
   transformation.SelectColumns({0, 2});
   CHECK(!Throws({}, transformation, sums, -1));
}

void TestNormalisationOfConstants()
{
   DataSetInfo info("test");
   AddThreeVariables(info);
   EventTable events(3);
   for (Float_t x : {0.f, 1.f, 4.f}) {
      const Row row{x, 7, x};
      events.AddRow(row.data(), 0, 1);
   }
   VariableNormalizeTransform transformation(info);
   transformation.Prepare(events, -1);
   Row row{1, 7, 8};
   transformation.Transform(row.data(), -1);
   CHECK((row == Row{-0.5, -1, 3}));
   transformation.InverseTransform(row.data(), -1);
   CHECK((row == Row{1, 7, 8}));
   // The class without events.
   transformation.Transform(row.data(), 1);
   CHECK((row == Row{-1, -1, -1}));
}

/// The elements of an array have one label and one expression.
void TestWeightFileKeepsSelectionsOfArrayElements()
{
   DataSetInfo info("test");
   info.AddVariable("x");
   info.AddVariablesArray("array", 3);
   info.AddClass("Signal");
   EventTable events(4);
   for (Float_t x : {0.f, 1.f}) {
      const std::array<Float_t, 4> row{x, 2 * x, 4 * x, 8 * x};
      events.AddRow(row.data(), 0, 1);
   }
   VariableNormalizeTransform written(info);
   written.SelectColumns({1, 2, 3});
   written.Prepare(events, -1);
   void *parent = gTools().AddChild(nullptr, "Transformations", nullptr, true);
   VariableNormalizeTransform read(info);
   read.ReadFromXML(written.AttachXMLTo(parent));
   CHECK(read.GetColumns() == written.GetColumns());
   std::array<Float_t, 4> row{1, 1, 1, 1};
   read.Transform(row.data(), -1);
   CHECK((row == std::array<Float_t, 4>{1, 0, -0.5, -0.75}));
}

void TestNothingSelected()
{
   DataSetInfo info("test");
   AddThreeVariables(info);
   VariableDecorrTransform written(info);
   written.SelectColumns({});
   written.Prepare(Events(), -1);
   void *parent = gTools().AddChild(nullptr, "Transformations", nullptr, true);
   VariableDecorrTransform read(info);
   read.ReadFromXML(written.AttachXMLTo(parent));
   Row row{1, 2, 3};
   read.Transform(row.data(), -1);
   CHECK((row == Row{1, 2, 3}));
}

} // namespace

int main()
{
   TestDecorrelationGivesTheUnitMatrix();
   TestDecorrelationOfDependentVariables();
   TestNormalisationOfConstants();
   TestWeightFileKeepsSelectionsOfArrayElements();
   TestNothingSelected();
}
