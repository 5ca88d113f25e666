// What the code of a network is made of: functions of std::vector<float>, written into class files as they are.
#include "code/Snippets.h"

namespace pytmva_keras::native {

const Snippet kSnippets[] = {
   {"clip", "", R"(
inline float clip(float x, float low, float high)
{
   return x < low ? low : (x > high ? high : x);
}
)"},
   {"sigmoid", "", R"(
inline float sigmoid(float x)
{
   return 1 / (1 + std::exp(-x));
}
)"},
   {"softplus", "", R"(
inline float softplus(float x)
{
   return std::max(x, 0.f) + std::log1p(std::exp(-std::abs(x)));
}
)"},
   {"each", "", R"(
/// A function of each number.
template <class F>
Values each(Values x, F f)
{
   for (float &value : x)
      value = f(value);
   return x;
}
)"},
   {"combine", "", R"(
/// A function of the numbers at the same place.
template <class F>
Values combine(Values x, const Values &y, F f)
{
   for (Size i = 0; i < x.size(); ++i)
      x[i] = f(x[i], y[i]);
   return x;
}
)"},
   {"dense", "", R"(
/// Each row of n numbers times a kernel (n, units), plus a bias.
inline Values dense(const Values &x, Size n, Size units, const float *kernel, const float *bias)
{
   Values y(x.size() / n * units);
   for (Size row = 0; row < x.size() / n; ++row) {
      float *sums = &y[row * units];
      for (Size j = 0; bias && j < units; ++j)
         sums[j] = bias[j];
      for (Size i = 0; i < n; ++i)
         for (Size j = 0; j < units; ++j)
            sums[j] += x[row * n + i] * kernel[i * units + j];
   }
   return y;
}
)"},
   {"affine", "", R"(
/// x scale + offset, which have n numbers, each for `repeat` neighbours.
inline Values affine(Values x, Size n, Size repeat, const float *scale, const float *offset)
{
   for (Size i = 0; i < x.size(); ++i)
      x[i] = x[i] * scale[i / repeat % n] + offset[i / repeat % n];
   return x;
}
)"},
   {"softmax", "", R"(
/// Of each group of `size` neighbours.
inline Values softmax(Values x, Size size, bool log)
{
   for (Size first = 0; first < x.size(); first += size) {
      const auto begin = x.begin() + static_cast<std::ptrdiff_t>(first), end = begin + static_cast<std::ptrdiff_t>(size);
      const float maximum = *std::max_element(begin, end);
      float sum = 0;
      for (auto value = begin; value != end; ++value)
         sum += std::exp(*value - maximum);
      for (auto value = begin; value != end; ++value)
         *value = log ? *value - maximum - std::log(sum) : std::exp(*value - maximum) / sum;
   }
   return x;
}
)"},
   {"prelu", "", R"(
/// Negative numbers times alpha, which has n numbers, each for `repeat` neighbours.
inline Values prelu(Values x, Size n, Size repeat, const float *alpha)
{
   for (Size i = 0; i < x.size(); ++i)
      x[i] = x[i] < 0 ? x[i] * alpha[i / repeat % n] : x[i];
   return x;
}
)"},
   {"standardize", "", R"(
/// Spread 1, and mean 0 where it is to be centred, in each group of `size` neighbours.
inline Values standardize(Values x, Size size, double epsilon, bool center)
{
   for (Size first = 0; first < x.size(); first += size) {
      double mean = 0, square = 0;
      for (Size i = first; center && i < first + size; ++i)
         mean += x[i] / double(size);
      for (Size i = first; i < first + size; ++i)
         square += (x[i] - mean) * (x[i] - mean);
      for (Size i = first; i < first + size; ++i)
         x[i] = static_cast<float>((x[i] - mean) / std::sqrt(square / double(size) + epsilon));
   }
   return x;
}
)"},
   {"unit_norm", "", R"(
/// Sum of squares 1 in each group of `size` neighbours.
inline Values unit_norm(Values x, Size size, double epsilon)
{
   for (Size first = 0; first < x.size(); first += size) {
      double square = 0;
      for (Size i = first; i < first + size; ++i)
         square += double(x[i]) * x[i];
      for (Size i = first; i < first + size; ++i)
         x[i] = static_cast<float>(x[i] / std::sqrt(std::max(square, epsilon)));
   }
   return x;
}
)"},
   {"gather", "", R"(
/// The numbers at these places; -1: 0.
template <Size N>
Values gather(const Values &x, const int (&places)[N])
{
   Values y;
   y.reserve(N);
   for (int place : places)
      y.push_back(place < 0 ? 0 : x[static_cast<Size>(place)]);
   return y;
}
)"},
   {"concatenate", "", R"(
/// Of each value its next `size` numbers in turn, until all are used.
inline Values concatenate(const std::vector<const Values *> &values, const std::vector<Size> &sizes)
{
   Values y;
   for (Size round = 0; round < values[0]->size() / sizes[0]; ++round)
      for (Size i = 0; i < values.size(); ++i) {
         const auto begin = values[i]->begin() + static_cast<std::ptrdiff_t>(round * sizes[i]);
         y.insert(y.end(), begin, begin + static_cast<std::ptrdiff_t>(sizes[i]));
      }
   return y;
}
)"},
   {"matmul", "", R"(
/// Products of matrices (m, k) and (k, n), or (n, k) where they are transposed.
inline Values matmul(const Values &x, const Values &y, Size m, Size k, Size n, bool transposed)
{
   Values products(x.size() / k * n);
   for (Size row = 0; row < x.size() / k; ++row)
      for (Size j = 0; j < n; ++j)
         for (Size i = 0; i < k; ++i)
            products[row * n + j] += x[row * k + i] * y[row / m * k * n + (transposed ? j * k + i : i * n + j)];
   return products;
}
)"},
   {"embedding", "", R"(
/// The row of a table that each number counts, cut towards zero; negative ones count from the end.
inline Values embedding(const Values &x, Size rows, Size units, const float *table)
{
   Values y;
   for (float value : x) {
      const float row = std::trunc(value), n = static_cast<float>(rows);
      if (!(row >= -n && row < n))
         throw std::out_of_range("an Embedding of " + std::to_string(rows) + " rows got " + std::to_string(value));
      const float *first = table + static_cast<Size>(row < 0 ? row + n : row) * units;
      y.insert(y.end(), first, first + units);
   }
   return y;
}
)"},
   {"convolution", "", R"(
/// The sum over the window of each position. places: of each position its `taps` places, -1 outside; channels are the last
/// axis; kernel (taps, channels / groups, filters).
template <Size N>
Values convolution(const Values &x, const int (&places)[N], Size taps, Size channels, Size groups, Size filters,
                   const float *kernel, const float *bias)
{
   const Size width = channels / groups, part = filters / groups;
   Values y(N / taps * filters);
   for (Size position = 0; position < N / taps; ++position) {
      float *sums = &y[position * filters];
      for (Size j = 0; bias && j < filters; ++j)
         sums[j] = bias[j];
      for (Size tap = 0; tap < taps; ++tap) {
         const int place = places[position * taps + tap];
         for (Size i = 0; place >= 0 && i < channels; ++i) {
            const float value = x[static_cast<Size>(place) * channels + i];
            const Size first = i / width * part; // of the filters of this group
            for (Size j = first; j < first + part; ++j)
               sums[j] += value * kernel[(tap * width + i % width) * filters + j];
         }
      }
   }
   return y;
}
)"},
   {"pool", "", R"(
/// The maximum or average over the window of each position, of what lies inside; places as in a convolution.
template <Size N>
Values pool(const Values &x, const int (&places)[N], Size taps, Size channels, bool average)
{
   Values y(N / taps * channels, average ? 0 : -std::numeric_limits<float>::infinity());
   for (Size position = 0; position < N / taps; ++position) {
      float *results = &y[position * channels];
      Size inside = 0;
      for (Size tap = 0; tap < taps; ++tap) {
         const int place = places[position * taps + tap];
         inside += place >= 0;
         for (Size i = 0; place >= 0 && i < channels; ++i) {
            const float value = x[static_cast<Size>(place) * channels + i];
            results[i] = average ? results[i] + value : std::max(results[i], value);
         }
      }
      for (Size i = 0; average && inside && i < channels; ++i)
         results[i] /= static_cast<float>(inside);
   }
   return y;
}
)"},
   {"recurrent", "dense", R"(
/// The states after each step, or the last one. inputs: rows of `width` numbers, a row a time; step(row, state) -> state.
template <class Step>
Values recurrent(const Values &inputs, Size width, Size units, bool backwards, bool sequences, Step step)
{
   const Size times = inputs.size() / width;
   Values state(units), states;
   for (Size i = 0; i < times; ++i) {
      state = step(&inputs[(backwards ? times - 1 - i : i) * width], state);
      states.insert(states.end(), state.begin(), state.end());
   }
   return sequences ? states : state;
}
)"},
   {"simple_rnn", "recurrent", R"(
template <class F>
Values simple_rnn(const Values &x, Size n, Size units, const float *kernel, const float *weights, const float *bias,
                  bool backwards, bool sequences, F f)
{
   const auto step = [=](const float *inputs, const Values &state) {
      Values next = dense(state, units, units, weights, inputs);
      for (float &value : next)
         value = f(value);
      return next;
   };
   return recurrent(dense(x, n, units, kernel, bias), units, units, backwards, sequences, step);
}
)"},
   {"lstm", "recurrent", R"(
/// Gates: input, forget, candidate, output.
template <class F, class G>
Values lstm(const Values &x, Size n, Size units, const float *kernel, const float *weights, const float *bias,
            bool backwards, bool sequences, F f, G g)
{
   Values cell(units);
   const auto step = [&, units](const float *inputs, const Values &state) {
      const Values gates = dense(state, units, 4 * units, weights, inputs);
      Values next(units);
      for (Size i = 0; i < units; ++i) {
         cell[i] = g(gates[units + i]) * cell[i] + g(gates[i]) * f(gates[2 * units + i]);
         next[i] = f(cell[i]) * g(gates[3 * units + i]);
      }
      return next;
   };
   return recurrent(dense(x, n, 4 * units, kernel, bias), 4 * units, units, backwards, sequences, step);
}
)"},
   {"gru", "recurrent", R"(
/// Gates: update, reset, candidate. The reset gate is applied to the state.
template <class F, class G>
Values gru(const Values &x, Size n, Size units, const float *kernel, const float *weights, const float *bias,
           bool backwards, bool sequences, F f, G g)
{
   const auto step = [=](const float *inputs, const Values &state) {
      const Values gates = dense(state, units, 3 * units, weights, inputs);
      Values kept(units), next(units);
      for (Size i = 0; i < units; ++i)
         kept[i] = g(gates[units + i]) * state[i];
      const Values candidates = dense(kept, units, 3 * units, weights, inputs);
      for (Size i = 0; i < units; ++i) {
         const float update = g(gates[i]);
         next[i] = update * state[i] + (1 - update) * f(candidates[2 * units + i]);
      }
      return next;
   };
   return recurrent(dense(x, n, 3 * units, kernel, bias), 3 * units, units, backwards, sequences, step);
}
)"},
   {"gru_reset_after", "recurrent", R"(
/// Gates: update, reset, candidate. The reset gate is applied to the product of the state; bias (2, 3 units).
template <class F, class G>
Values gru_reset_after(const Values &x, Size n, Size units, const float *kernel, const float *weights, const float *bias,
                       bool backwards, bool sequences, F f, G g)
{
   const auto step = [=](const float *inputs, const Values &state) {
      const Values product = dense(state, units, 3 * units, weights, bias ? bias + 3 * units : nullptr);
      Values next(units);
      for (Size i = 0; i < units; ++i) {
         const float update = g(inputs[i] + product[i]), reset = g(inputs[units + i] + product[units + i]);
         next[i] = update * state[i] + (1 - update) * f(inputs[2 * units + i] + reset * product[2 * units + i]);
      }
      return next;
   };
   return recurrent(dense(x, n, 3 * units, kernel, bias), 3 * units, units, backwards, sequences, step);
}
)"},
   {nullptr, nullptr, nullptr}};

} // namespace pytmva_keras::native
