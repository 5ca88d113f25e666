/// VarTransforms P, U and G on tables of their own: what golden data of genuine TMVA cannot show.
#include "Check.h"
#include "Refusal.h"

#include "TMVA/DataSetInfo.h"
#include "TMVA/EventTable.h"
#include "TMVA/MsgLogger.h"
#include "TMVA/Tools.h"
#include "TMVA/TransformationHandler.h"
#include "TMVA/VariableGaussTransform.h"
#include "TMVA/VariablePCATransform.h"
#include "transform/CumulativePDF.h"

#include "TRandom3.h"

#include <array>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

using namespace TMVA;

namespace {

using Row = std::array<Float_t, 2>;

void AddTwoVariables(DataSetInfo &info)
{
   info.AddVariable("a");
   info.AddVariable("b");
   info.AddClass("Signal");
   info.AddClass("Background");
}

/// Two correlated variables around 3; weights of signal 1, of background 0.5. In the background b is constant.
EventTable Events()
{
   EventTable events(2);
   TRandom3 random(1);
   for (Int_t i = 0; i < 4000; ++i) {
      const UInt_t cls = i % 2;
      const Double_t x = random.Exp(1);
      const Row row{Float_t(3 + x), Float_t(cls == 1 ? 5 : x + random.Gaus())};
      events.AddRow(row.data(), cls, cls == 0 ? 1 : 0.5);
   }
   return events;
}

struct Moments {
   Double_t fMean;
   Double_t fRMS;
};

Moments MomentsOf(const EventTable &events, std::size_t column)
{
   Double_t sum[3] = {0, 0, 0};
   for (std::size_t row = 0; row < events.GetNRows(); ++row) {
      const Double_t value = events.GetRow(row)[column];
      sum[0] += events.GetWeight(row);
      sum[1] += events.GetWeight(row) * value;
      sum[2] += events.GetWeight(row) * value * value;
   }
   const Double_t mean = sum[1] / sum[0];
   return {mean, std::sqrt(sum[2] / sum[0] - mean * mean)};
}

void TestShapesAreThoseOfTheNames()
{
   DataSetInfo info("test");
   AddTwoVariables(info);
   for (const auto &[kind, mean, rms] :
        {std::make_tuple(Types::kUniform, 0.5, 1 / std::sqrt(12.)), std::make_tuple(Types::kGauss, 0., 1.)}) {
      EventTable events = Events();
      const EventTable original = events;
      VariableGaussTransform transformation(info, kind);
      transformation.SelectColumns({0});
      transformation.Prepare(events, -1);
      for (std::size_t row = 0; row < events.GetNRows(); ++row)
         transformation.Transform(events.GetRow(row), -1);
      CHECK(std::abs(MomentsOf(events, 0).fMean - mean) < 0.02);
      CHECK(std::abs(MomentsOf(events, 0).fRMS - rms) < 0.02);
      for (std::size_t row = 0; row < events.GetNRows(); ++row) {
         CHECK(events.GetRow(row)[1] == original.GetRow(row)[1]);
         transformation.InverseTransform(events.GetRow(row), -1);
         const Float_t expected = original.GetRow(row)[0];
         CHECK(std::abs(events.GetRow(row)[0] - expected) < (expected < 8 ? 2e-3 : 3));
      }
   }
}

void TestConstantsHaveNoDistribution()
{
   DataSetInfo info("test");
   AddTwoVariables(info);
   EventTable events = Events();
   VariableGaussTransform gauss(info, Types::kGauss);
   CHECK(Throws({"VarTransform G", "transform b", "class Background"}, gauss, events, 1));
   // Where the constants of the background are not used, they need not exist.
   CHECK(!Throws({}, gauss, events, 0));
   CHECK(!Throws({}, gauss, events, -1));
   Row row{4, 5};
   gauss.Transform(row.data(), 1);
   CHECK(std::isfinite(row[0]) && std::isfinite(row[1]));

   for (std::size_t i = 0; i < events.GetNRows(); ++i)
      events.SetWeight(i, -1);
   VariableGaussTransform uniform(info, Types::kUniform);
   CHECK(Throws({"VarTransform U", "transform a", "all classes", "weights"}, uniform, events, -1));
}

/// Sums up to each of the values; they do not decrease.
std::vector<Double_t> SumsAt(const std::vector<Float_t> &values, const std::vector<WeightedValue> &sample)
{
   const auto pdf = CumulativePDF::Estimate(sample);
   CHECK(pdf);
   std::vector<Double_t> sums;
   for (const Float_t value : values) {
      sums.push_back(pdf->Value(value));
      CHECK(sums.back() >= 0 && sums.back() <= 1);
      CHECK(sums.size() == 1 || sums.back() >= sums[sums.size() - 2]);
   }
   return sums;
}

void TestDistributionsOfFewValues()
{
   const std::vector<Float_t> values = {0, 1, 2, 3, 4};
   std::vector<WeightedValue> sample;
   for (const Float_t value : values)
      sample.insert(sample.end(), 100, {value, 1});
   const std::vector<Double_t> sums = SumsAt(values, sample);
   CHECK(sums.front() < 0.25 && sums.back() == 1);
   for (std::size_t i = 1; i < sums.size(); ++i)
      CHECK(sums[i] > sums[i - 1]);
   CHECK(SumsAt({0, 1}, {{0, 1}, {1, 1}}).back() == 1);
   CHECK(!CumulativePDF::Estimate({}));
   CHECK(!CumulativePDF::Estimate({{2, 1}, {2, 1}}));
}

/// Where the next float below is farther away than the width of the first bin.
void TestDistributionOfLargeValues()
{
   std::vector<WeightedValue> sample;
   std::vector<Float_t> values;
   for (Int_t i = 0; i < 1000; ++i) {
      values.push_back(1e9f + 64 * i);
      sample.push_back({values.back(), 1});
   }
   const std::vector<Double_t> sums = SumsAt(values, sample);
   CHECK(sums.front() < 0.02 && std::abs(sums[500] - 0.5) < 0.02 && sums.back() == 1);
}

void TestEqualWeightsFillBinsWithTenEvents()
{
   for (const Double_t weight : {1., 0.1, 1. / 3}) {
      std::vector<WeightedValue> sample;
      for (Int_t i = 0; i < 1000; ++i)
         sample.push_back({Float_t(i), weight});
      CHECK(CumulativePDF::Estimate(sample)->GetSums().size() == 101);
   }
}

void TestPrincipalComponents()
{
   DataSetInfo info("test");
   AddTwoVariables(info);
   EventTable events = Events();
   const EventTable original = events;
   VariablePCATransform transformation(info);
   transformation.Prepare(events, 0);
   Double_t sum[5] = {0, 0, 0, 0, 0};
   for (std::size_t row = 0; row < events.GetNRows(); ++row) {
      Float_t *values = events.GetRow(row);
      transformation.Transform(values, 0);
      if (events.GetClass(row) == 0) {
         const Double_t products[5] = {values[0], values[1], values[0] * values[0], values[0] * values[1],
                                       values[1] * values[1]};
         for (Int_t i = 0; i < 5; ++i)
            sum[i] += products[i] / 2000;
      }
      transformation.InverseTransform(values, 0);
      for (Int_t i = 0; i < 2; ++i)
         CHECK(std::abs(values[i] - original.GetRow(row)[i]) < 1e-5);
   }
   CHECK(std::abs(sum[0]) < 1e-5 && std::abs(sum[1]) < 1e-5 && std::abs(sum[3]) < 1e-5);
   CHECK(sum[2] > sum[4] && sum[4] > 0);
}

template <class Transformation, class... Arguments>
void CheckNothingSelected(Arguments... arguments)
{
   DataSetInfo info("test");
   AddTwoVariables(info);
   Transformation written(info, arguments...);
   written.SelectColumns({});
   written.Prepare(Events(), -1);
   void *parent = gTools().AddChild(nullptr, "Transformations", nullptr, true);
   Transformation read(info, arguments...);
   read.ReadFromXML(written.AttachXMLTo(parent));
   Row row{1, 2};
   read.Transform(row.data(), -1);
   read.InverseTransform(row.data(), -1);
   CHECK((row == Row{1, 2}));
}

void TestRowsAreTransformedByThreads()
{
   DataSetInfo info("test");
   AddTwoVariables(info);
   const EventTable events = Events();
   std::vector<VariableTransformBase *> steps = {new VariablePCATransform(info),
                                                 new VariableGaussTransform(info, Types::kGauss)};
   TransformationHandler handler(info);
   EventTable prepared = events;
   for (VariableTransformBase *step : steps) {
      handler.AddTransformation(step, -1);
      step->Prepare(prepared, -1);
      for (std::size_t row = 0; row < prepared.GetNRows(); ++row)
         step->Transform(prepared.GetRow(row), -1);
   }
   std::vector<EventTable> copies(4, events);
   std::vector<std::thread> threads;
   for (EventTable &copy : copies)
      threads.emplace_back([&] { handler.Transform(copy.GetRow(0), copy.GetNRows()); });
   for (std::thread &thread : threads)
      thread.join();
   for (const EventTable &copy : copies)
      for (std::size_t i = 0; i < 2 * copy.GetNRows(); ++i)
         CHECK(copy.GetRow(0)[i] == prepared.GetRow(0)[i]);
}

} // namespace

int main()
{
   TestShapesAreThoseOfTheNames();
   TestConstantsHaveNoDistribution();
   TestDistributionsOfFewValues();
   TestDistributionOfLargeValues();
   TestEqualWeightsFillBinsWithTenEvents();
   TestPrincipalComponents();
   CheckNothingSelected<VariablePCATransform>();
   CheckNothingSelected<VariableGaussTransform>(Types::kUniform);
   TestRowsAreTransformedByThreads();
}
