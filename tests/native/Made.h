#ifndef PYTMVA_TESTS_Made
#define PYTMVA_TESTS_Made

#include "Network.h"

#include <random>
#include <string>
#include <vector>

/// A text with the arrays that it numbers, random ones.
struct Made {
   std::string fText;
   std::vector<std::vector<float>> fArrays;

   Made(std::string text, const std::vector<std::size_t> &sizes) : fText(std::move(text))
   {
      std::mt19937 random(11);
      std::normal_distribution<float> distribution(0, 0.3f);
      for (std::size_t size : sizes) {
         fArrays.emplace_back(size);
         for (float &value : fArrays.back())
            value = distribution(random);
      }
   }

   pytmva_keras::native::Network Load() const
   {
      std::vector<pytmva_keras::native::ArrayView> views;
      for (const std::vector<float> &array : fArrays)
         views.push_back({"weights", "float32",
                          {reinterpret_cast<const char *>(array.data()), array.size() * sizeof(float)}});
      return pytmva_keras::native::Network(fText, views);
   }
};

/// A classifier of 4 variables, 2 classes.
inline Made MakeDense()
{
   return {"network 1\ninput shape=4\ndense from=0 units=64 kernel=0 bias=1\nactivation from=1 function=relu,0,inf,0\n"
           "dense from=2 units=64 kernel=2 bias=3\nactivation from=3 function=tanh\ndense from=4 units=2 kernel=4 bias=5\n"
           "softmax from=5 size=2\noutput from=6\n",
           {256, 64, 4096, 64, 128, 2}};
}

/// One of every kind of operation: 24 variables, 3 outputs.
inline Made MakeMixed()
{
   return {"network 1\n"
           "input shape=24\n"
           "reshape from=0 shape=4,6\n"
           "convolution from=1 size=2 strides=1 dilation=1 before=1 after=0 groups=2 filters=6 kernel=0 bias=1\n"
           "batch_normalization from=2 size=6 repeat=1 epsilon=9 mean=1 variance=1 gamma=1 beta=1\n"
           "gru from=3 units=6 activation=tanh recurrent_activation=sigmoid backwards=0 sequences=1 reset_after=1 kernel=2 "
           "recurrent=3 bias=4\n"
           "lstm from=4 units=6 activation=tanh recurrent_activation=sigmoid backwards=1 sequences=1 kernel=5 recurrent=6\n"
           "simple_rnn from=5 units=6 activation=relu,0,inf,0 backwards=0 sequences=1 kernel=7 recurrent=8\n"
           "matmul from=6,5 transposed=1\n" // 7: (4, 4)
           "softmax from=7 size=4\n"
           "matmul from=8,6\n" // 9: (4, 6)
           "add from=9,1\n"
           "standardize from=10 size=6 epsilon=0.001 center=1\n"
           "permute from=11 order=1,0\n" // (6, 4)
           "take from=12 axis=1 index=3,2,-1,0,0\n"
           "max_pool from=13 size=2 strides=2 before=0 after=0\n" // (3, 5)
           "average_pool from=13 size=2 strides=2 before=0 after=0\n"
           "concatenate from=14,15 axis=1\n" // (3, 10)
           "prelu from=16 size=10 repeat=1 alpha=9\n"
           "unit_norm from=17 size=10 epsilon=1e-24\n"
           "take from=18 axis=1 index=0\n"
           "reshape from=19 shape=3\n"
           "output from=20\n",
           {36, 6, 108, 108, 36, 144, 144, 36, 36, 10}};
}

#endif
