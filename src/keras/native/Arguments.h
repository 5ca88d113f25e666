#ifndef PYTMVA_KERAS_native_Arguments
#define PYTMVA_KERAS_native_Arguments

#include "Description.h"
#include "Layer.h"
#include "Network.h"
#include "kernels/Activation.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pytmva_keras::native {

/// How many numbers a network may hold, values of one event, tables and weights together: a short text cannot ask for much
/// memory, nor use an array so often that its copies do.
class Budget {
public:
   static constexpr std::size_t kMaxElements = std::size_t(1) << 24; ///< without the arrays
   explicit Budget(const std::vector<ArrayView> &arrays);
   /// Throws NetworkError where fewer than `elements` are left.
   void Take(std::size_t elements);
   /// The same for multiplications: a network must not take minutes for an event.
   void TakeWork(std::size_t multiplications);

private:
   std::size_t fWorkLeft = std::size_t(1) << 32;
   std::size_t fLeft = kMaxElements;
};

/// The arguments of one operation, each checked when it is asked for. Everything throws NetworkError that names the line.
class Arguments {
public:
   Arguments(const Statement &statement, const std::vector<Shape> &values, const std::vector<ArrayView> &arrays,
             Budget &budget);

   std::size_t GetNInputs() const { return fInputs.size(); }
   const std::vector<std::size_t> &GetInputs() const { return fInputs; }
   /// Shape of an input; there must be exactly `of` inputs.
   const Shape &Input(std::size_t i = 0, std::size_t of = 1) const;

   bool Has(const char *key) const;
   long Integer(const char *key, long low, long high);
   /// Comma-separated; exactly `n` of them unless n is 0.
   std::vector<long> Integers(const char *key, long low, long high, std::size_t n = 0);
   float Number(const char *key, float low, float high);
   /// "function=relu,0,inf,0": a name and its parameters.
   Activation Function(const char *key);
   /// The values of array number `key`; all finite, and as many as `size`.
   std::vector<float> Array(const char *key, std::size_t size);

   /// For shapes that an operation makes: product of the extents, taken from the budget.
   Shape Checked(Shape shape);
   Budget &GetBudget() { return fBudget; }

   /// Throws unless every attribute was asked for.
   void CheckAllUsed() const;
   [[noreturn]] void Fail(const std::string &message) const;
   void Require(bool condition, const char *message) const;

private:
   std::string_view Text(const char *key);
   std::size_t Find(const char *key) const;

   const Statement &fStatement;
   const std::vector<Shape> &fValues;
   const std::vector<ArrayView> &fArrays;
   Budget &fBudget;
   std::uint32_t fUsed = 0; ///< a bit an attribute
   std::vector<std::size_t> fInputs;
};

} // namespace pytmva_keras::native

#endif
