/// \file
/// native_network: times the network of the two benchmark models beside a bare Eigen loop of the same matrix products.
/// Prints lines "name unit value", one thread, best of several rounds that take turns.
#include "Eigen.h"
#include "Network.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <random>

using namespace pytmva_keras::native;

namespace {

double SecondsOf(const std::function<void()> &function)
{
   const auto start = std::chrono::steady_clock::now();
   function();
   return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
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
         views.push_back({"array", "float32", {}, {reinterpret_cast<const char *>(array.data()), array.size() * 4}});
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

void Race(const char *name, const Model &model, std::size_t single, std::size_t events)
{
   const Network network = model.Load();
   const EigenProducts products(model.fSizes);
   std::mt19937 random(1);
   std::normal_distribution<float> distribution;
   std::vector<float> x(events * network.GetNInputs()), y(events * network.GetNOutputs());
   for (float &value : x)
      value = distribution(random);
   Workspace workspace;
   double ours = 1e9, eigen = 1e9, batch = 1e9, eigenBatch = 1e9;
   for (int round = 0; round < 5; ++round) {
      eigen = std::min(eigen, SecondsOf([&] {
         for (std::size_t i = 0; i < single; ++i)
            products.Apply(x.data() + i % events * network.GetNInputs(), y.data());
      }));
      ours = std::min(ours, SecondsOf([&] {
         for (std::size_t i = 0; i < single; ++i)
            network.Apply(x.data() + i % events * network.GetNInputs(), y.data(), workspace);
      }));
      eigenBatch = std::min(eigenBatch, SecondsOf([&] { products.Apply(x.data(), events, y.data()); }));
      batch = std::min(batch, SecondsOf([&] { network.Apply(x.data(), events, y.data(), workspace); }));
   }
   std::printf("network_%s us %.4f\nnetwork_%s_eigen us %.4f\nnetwork_%s_vs_blas ratio %.3f\n", name, ours / single * 1e6,
               name, eigen / single * 1e6, name, ours / eigen);
   std::printf("batch_%s s %.4f\nbatch_%s_eigen s %.4f\n", name, batch / events * 1e6, name, eigenBatch / events * 1e6);
}

} // namespace

int main()
{
   std::printf("kernels - %s\n", GetKernelsName());
   Race("small", Model({4, 64, 64, 2}, false, "softmax size=2"), 1000000, 200000);
   Race("big", Model({28, 300, 300, 300, 1}, true, "activation function=sigmoid"), 20000, 20000);
}
