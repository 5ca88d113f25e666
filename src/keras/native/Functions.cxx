#include "Functions.h"

namespace pytmva_keras::native {

namespace {

struct Entry {
   std::string_view fName;
   Function fFunction;
   std::size_t fParameters;
};

// Names of the description, meanings in Activation.h: they are in weight files, so they stay.
constexpr Entry kFunctions[] = {{"linear", Function::kLinear, 0},
                                {"relu", Function::kRelu, 3},
                                {"clip", Function::kClip, 3},
                                {"hard_tanh", Function::kHardTanh, 0},
                                {"hard_silu", Function::kHardSilu, 0},
                                {"elu", Function::kElu, 1},
                                {"selu", Function::kSelu, 0},
                                {"celu", Function::kCelu, 1},
                                {"gelu", Function::kGelu, 0},
                                {"gelu_tanh", Function::kGeluTanh, 0},
                                {"silu", Function::kSilu, 0},
                                {"sigmoid", Function::kSigmoid, 0},
                                {"log_sigmoid", Function::kLogSigmoid, 0},
                                {"tanh", Function::kTanh, 0},
                                {"tanh_shrink", Function::kTanhShrink, 0},
                                {"soft_shrink", Function::kSoftShrink, 1},
                                {"hard_shrink", Function::kHardShrink, 1},
                                {"threshold", Function::kThreshold, 2},
                                {"softplus", Function::kSoftplus, 0},
                                {"softsign", Function::kSoftsign, 0},
                                {"exponential", Function::kExponential, 0},
                                {"mish", Function::kMish, 0},
                                {"squareplus", Function::kSquarePlus, 1},
                                {"sparse_plus", Function::kSparsePlus, 0}};

} // namespace

bool FindFunction(std::string_view name, const std::vector<float> &parameters, Activation &activation)
{
   for (const Entry &entry : kFunctions) {
      if (entry.fName != name || entry.fParameters != parameters.size())
         continue;
      const auto parameter = [&](std::size_t i) { return i < parameters.size() ? parameters[i] : 0; };
      activation = {entry.fFunction, parameter(0), parameter(1), parameter(2)};
      return true;
   }
   return false;
}

} // namespace pytmva_keras::native
