/// \file
/// native_network: the networks of the two benchmark models beside a bare Eigen loop of the same matrix products, in turns.
/// Prints lines "name,unit,ours,Eigen's", one a round: CPU time of one thread.
#include "EigenProducts.h"
#include "Network.h"

#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace pytmva_keras::native;

namespace {

double SecondsOf(const std::function<void()> &function)
{
   const std::clock_t start = std::clock();
   function();
   return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

void Race(const std::string &name, const char *unit, double scale, const std::function<void()> &ours,
          const std::function<void()> &eigen)
{
   ours();
   eigen();
   for (int round = 0; round < 7; ++round) {
      const double seconds = SecondsOf(ours);
      std::printf("%s,%s,%.4g,%.4g\n", name.c_str(), unit, seconds * scale, SecondsOf(eigen) * scale);
   }
}

/// A network of dense layers as text with its weights.
class Model {
public:
   Model(std::vector<std::size_t> sizes, bool batchNormalization, const std::string &last) : fSizes(std::move(sizes))
   {
      fText = "network 1\ninput shape=" + std::to_string(fSizes[0]) + "\n";
      for (std::size_t i = 0; i + 1 < fSizes.size(); ++i) {
         const std::size_t in = fSizes[i], out = fSizes[i + 1];
         const std::string kernel = Add(in * out, 1 / std::sqrt(double(in))), bias = Add(out, 1);
         Line("dense units=" + std::to_string(out) + " kernel=" + kernel + " bias=" + bias);
         Line(i + 2 < fSizes.size() ? "activation function=relu,0,inf,0" : last);
         if (batchNormalization && i + 2 < fSizes.size()) {
            const std::string mean = Add(out, 1), variance = Add(out, 0);
            Line("batch_normalization repeat=1 epsilon=0.001 size=" + std::to_string(out) + " mean=" + mean + " variance=" +
                 variance);
         }
      }
      fText += "output from=" + std::to_string(fLines) + "\n";
   }

   Network Load() const
   {
      std::vector<ArrayView> views;
      for (const std::vector<float> &array : fArrays)
         views.push_back({"array", "float32", {reinterpret_cast<const char *>(array.data()), array.size() * 4}});
      return Network(fText, views);
   }

   const std::vector<std::size_t> fSizes;

private:
   void Line(const std::string &line)
   {
      fText += line + " from=" + std::to_string(fLines++) + "\n";
   }

   /// Normal numbers of that width; all 1 where it is 0.
   std::string Add(std::size_t n, double width)
   {
      std::normal_distribution<float> distribution(0, width ? width : 1);
      std::vector<float> values(n, 1.f);
      for (std::size_t i = 0; width && i < n; ++i)
         values[i] = distribution(fRandom);
      fArrays.push_back(values);
      return std::to_string(fArrays.size() - 1);
   }

   std::mt19937 fRandom{7};
   std::string fText;
   std::size_t fLines = 0;
   std::vector<std::vector<float>> fArrays;
};

void RaceModel(const std::string &name, const Model &model, std::size_t single, std::size_t events)
{
   const Network network = model.Load();
   const EigenProducts products(model.fSizes);
   const std::size_t inputs = network.GetNInputs();
   std::mt19937 random(1);
   std::normal_distribution<float> distribution;
   std::vector<float> x(events * inputs), y(events * network.GetNOutputs());
   for (float &value : x)
      value = distribution(random);
   Workspace workspace;
   const auto each = [&](auto apply) {
      for (std::size_t i = 0; i < single; ++i)
         apply(x.data() + i % events * inputs);
   };
   Race("network_" + name, "us", 1e6 / single,
        [&] { each([&](const float *event) { network.Apply(event, y.data(), workspace); }); },
        [&] { each([&](const float *event) { products.Apply(event, y.data()); }); });
   Race("batch_" + name, "s", 1e6 / events, [&] { network.Apply(x.data(), events, y.data(), workspace); },
        [&] { products.Apply(x.data(), events, y.data()); });
}

} // namespace

int main()
{
   RaceModel("small", Model({4, 64, 64, 2}, false, "softmax size=2"), 500000, 100000);
   RaceModel("big", Model({28, 300, 300, 300, 1}, true, "activation function=sigmoid"), 20000, 20000);
}
