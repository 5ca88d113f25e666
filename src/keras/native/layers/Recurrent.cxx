// SimpleRNN, LSTM and GRU. The input's product with the kernel is made for all times at once.
#include "Packed.h"
#include "layers/Layers.h"

#include <algorithm>

namespace pytmva_keras::native {

namespace {

struct Weights {
   std::vector<float> fKernel, fRecurrent, fBias, fRecurrentBias;
};

struct Options {
   std::size_t fTimes, fChannels, fUnits, fGates;
   Activation fActivation, fRecurrentActivation;
   bool fBackwards, fSequences;
};

class Recurrent : public Layer {
public:
   Recurrent(const Options &options, const Weights &weights)
      : fOptions(options), fWidth(options.fGates * options.fUnits),
        fKernel({weights.fKernel.data(), options.fChannels, fWidth, fWidth, 1}),
        fBias(PaddedBias(weights.fBias.data(), fWidth))
   {
   }

   void Apply(const float *const *inputs, float *output, std::size_t rows, float *scratch) const override
   {
      const std::size_t times = fOptions.fTimes, units = fOptions.fUnits;
      float *gates = scratch, *state = gates + AlignedSize(rows * times * fWidth);
      fKernel.Multiply(inputs[0], fOptions.fChannels, rows * times, fBias.get(), gates, fWidth);
      std::fill_n(state, GetState(rows), 0.f);
      for (std::size_t step = 0; step < times; ++step) {
         const std::size_t time = fOptions.fBackwards ? times - 1 - step : step;
         Step(gates + time * fWidth, times * fWidth, state, rows);
         if (fOptions.fSequences)
            for (std::size_t row = 0; row < rows; ++row)
               std::copy_n(state + row * units, units, output + (row * times + step) * units);
      }
      if (!fOptions.fSequences)
         std::copy_n(state, rows * units, output);
   }

   std::size_t GetScratch(std::size_t rows) const override
   {
      return AlignedSize(rows * fOptions.fTimes * fWidth) + GetState(rows);
   }

protected:
   /// gates: the input's part, a row every `stride` floats; may be changed. state: (rows, units), then what the cell needs.
   virtual void Step(float *gates, std::size_t stride, float *state, std::size_t rows) const = 0;
   /// Floats of state.
   virtual std::size_t GetState(std::size_t rows) const { return rows * fOptions.fUnits; }

   void Activate(const Activation &activation, float *x, std::size_t n) const { fActivate(activation, x, x, n); }

   Options fOptions;
   std::size_t fWidth; ///< of all gates

private:
   decltype(Kernels::fActivate) fActivate = ChooseKernels().fActivate;
   PackedMatrix fKernel;
   AlignedFloats fBias;
};

class SimpleRnn : public Recurrent {
public:
   SimpleRnn(const Options &options, const Weights &weights)
      : Recurrent(options, weights), fRecurrent({weights.fRecurrent.data(), options.fUnits, fWidth, fWidth, 1})
   {
   }

private:
   void Step(float *gates, std::size_t stride, float *state, std::size_t rows) const override
   {
      fRecurrent.Multiply(state, fOptions.fUnits, rows, nullptr, gates, stride);
      for (std::size_t row = 0; row < rows; ++row, gates += stride, state += fWidth) {
         Activate(fOptions.fActivation, gates, fWidth);
         std::copy_n(gates, fWidth, state);
      }
   }

   PackedMatrix fRecurrent;
};

class Lstm : public Recurrent {
public:
   Lstm(const Options &options, const Weights &weights)
      : Recurrent(options, weights), fRecurrent({weights.fRecurrent.data(), options.fUnits, fWidth, fWidth, 1})
   {
   }

private:
   std::size_t GetState(std::size_t rows) const override { return 2 * rows * fOptions.fUnits; }

   void Step(float *gates, std::size_t stride, float *state, std::size_t rows) const override
   {
      const std::size_t units = fOptions.fUnits;
      fRecurrent.Multiply(state, units, rows, nullptr, gates, stride);
      float *cell = state + rows * units;
      for (std::size_t row = 0; row < rows; ++row, gates += stride, state += units, cell += units) {
         float *input = gates, *forget = gates + units, *candidate = gates + 2 * units, *out = gates + 3 * units;
         Activate(fOptions.fRecurrentActivation, input, 2 * units);
         Activate(fOptions.fActivation, candidate, units);
         Activate(fOptions.fRecurrentActivation, out, units);
         for (std::size_t i = 0; i < units; ++i)
            state[i] = cell[i] = forget[i] * cell[i] + input[i] * candidate[i];
         Activate(fOptions.fActivation, state, units);
         for (std::size_t i = 0; i < units; ++i)
            state[i] *= out[i];
      }
   }

   PackedMatrix fRecurrent;
};

/// The reset gate is applied to the state's product with the weights.
class GruResetAfter : public Recurrent {
public:
   GruResetAfter(const Options &options, const Weights &weights)
      : Recurrent(options, weights), fRecurrent({weights.fRecurrent.data(), options.fUnits, fWidth, fWidth, 1}),
        fRecurrentBias(PaddedBias(weights.fRecurrentBias.data(), fWidth))
   {
   }

private:
   std::size_t GetState(std::size_t rows) const override { return rows * (fOptions.fUnits + fWidth); }

   void Step(float *gates, std::size_t stride, float *state, std::size_t rows) const override
   {
      const std::size_t units = fOptions.fUnits;
      float *product = state + rows * units;
      fRecurrent.Multiply(state, units, rows, fRecurrentBias.get(), product, fWidth);
      for (std::size_t row = 0; row < rows; ++row, gates += stride, state += units, product += fWidth) {
         for (std::size_t i = 0; i < 2 * units; ++i)
            gates[i] += product[i];
         Activate(fOptions.fRecurrentActivation, gates, 2 * units);
         const float *update = gates, *reset = gates + units;
         float *candidate = gates + 2 * units;
         for (std::size_t i = 0; i < units; ++i)
            candidate[i] += reset[i] * product[2 * units + i];
         Activate(fOptions.fActivation, candidate, units);
         for (std::size_t i = 0; i < units; ++i)
            state[i] = update[i] * state[i] + (1 - update[i]) * candidate[i];
      }
   }

   PackedMatrix fRecurrent;
   AlignedFloats fRecurrentBias;
};

/// The reset gate is applied to the state itself.
class GruResetBefore : public Recurrent {
public:
   GruResetBefore(const Options &options, const Weights &weights)
      : Recurrent(options, weights),
        fGateWeights({weights.fRecurrent.data(), options.fUnits, 2 * options.fUnits, fWidth, 1}),
        fCandidateWeights({weights.fRecurrent.data() + 2 * options.fUnits, options.fUnits, options.fUnits, fWidth, 1})
   {
   }

private:
   std::size_t GetState(std::size_t rows) const override { return 2 * rows * fOptions.fUnits; }

   void Step(float *gates, std::size_t stride, float *state, std::size_t rows) const override
   {
      const std::size_t units = fOptions.fUnits;
      fGateWeights.Multiply(state, units, rows, nullptr, gates, stride);
      float *kept = state + rows * units;
      for (std::size_t row = 0; row < rows; ++row) {
         float *gate = gates + row * stride;
         Activate(fOptions.fRecurrentActivation, gate, 2 * units);
         for (std::size_t i = 0; i < units; ++i)
            kept[row * units + i] = gate[units + i] * state[row * units + i];
      }
      fCandidateWeights.Multiply(kept, units, rows, nullptr, gates + 2 * units, stride);
      for (std::size_t row = 0; row < rows; ++row, gates += stride, state += units) {
         float *candidate = gates + 2 * units;
         Activate(fOptions.fActivation, candidate, units);
         for (std::size_t i = 0; i < units; ++i)
            state[i] = gates[i] * state[i] + (1 - gates[i]) * candidate[i];
      }
   }

   PackedMatrix fGateWeights, fCandidateWeights;
};

Options ReadOptions(Arguments &arguments, std::size_t gates)
{
   const Shape &input = arguments.Input();
   arguments.Require(input.size() == 2, "its input is not (time, channels)");
   Options options;
   options.fTimes = input[0];
   options.fChannels = input[1];
   options.fUnits = arguments.Integer("units", 1, 1 << 20);
   options.fGates = gates;
   options.fActivation = arguments.Function("activation");
   if (gates > 1)
      options.fRecurrentActivation = arguments.Function("recurrent_activation");
   options.fBackwards = arguments.Integer("backwards", 0, 1);
   options.fSequences = arguments.Integer("sequences", 0, 1);
   arguments.GetBudget().Take((options.fTimes + 2) * gates * options.fUnits);
   arguments.GetBudget().TakeWork(options.fTimes * gates * options.fUnits * (options.fChannels + options.fUnits));
   return options;
}

/// biases: 1, or 2 where the recurrent product has one of its own.
Weights ReadWeights(Arguments &arguments, const Options &options, std::size_t biases = 1)
{
   const std::size_t width = options.fGates * options.fUnits;
   Weights weights;
   weights.fKernel = arguments.Array("kernel", options.fChannels * width);
   weights.fRecurrent = arguments.Array("recurrent", options.fUnits * width);
   weights.fBias = arguments.Has("bias") ? arguments.Array("bias", biases * width) : std::vector<float>(biases * width, 0.f);
   weights.fRecurrentBias.assign(weights.fBias.begin() + (biases - 1) * width, weights.fBias.end());
   return weights;
}

template <class Cell>
Built BuildCell(Arguments &arguments, const Options &options, const Weights &weights)
{
   const Shape shape = options.fSequences ? Shape{options.fTimes, options.fUnits} : Shape{options.fUnits};
   return {arguments.Checked(shape), std::make_unique<Cell>(options, weights)};
}

} // namespace

Built BuildSimpleRnn(Arguments &arguments)
{
   const Options options = ReadOptions(arguments, 1);
   return BuildCell<SimpleRnn>(arguments, options, ReadWeights(arguments, options));
}

Built BuildLstm(Arguments &arguments)
{
   const Options options = ReadOptions(arguments, 4);
   return BuildCell<Lstm>(arguments, options, ReadWeights(arguments, options));
}

Built BuildGru(Arguments &arguments)
{
   const Options options = ReadOptions(arguments, 3);
   if (arguments.Integer("reset_after", 0, 1))
      return BuildCell<GruResetAfter>(arguments, options, ReadWeights(arguments, options, 2));
   return BuildCell<GruResetBefore>(arguments, options, ReadWeights(arguments, options));
}

} // namespace pytmva_keras::native
