#ifndef TMVA_RREADER
#define TMVA_RREADER

#include "TMVA/RTensor.hxx"

#include "RtypesCore.h"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace TMVA {
namespace Experimental {

/// Applies the trained method of a weight file, of which it needs the path only: to an event, to many at once, or in the
/// columns of an RDataFrame.
///
/// The responses to an event are those of TMVA::Reader: one value of a classification, one a class of a multiclass analysis,
/// one a target of a regression. VarTransform is part of them. An event with a NaN gives -999, and an error message.
///
/// Any number of threads may call it at once (ImplicitMT); methods other than PyKeras with a native network, Fisher and LD
/// then respond one event after the other. Copies share the method. Errors throw TMVA::FatalError; warnings are printed.
class RReader {
public:
   /// Fatal if the file cannot be read, or if the method looks at spectators, which are not given here.
   explicit RReader(const std::string &path);

   /// (events, variables) -> (events, responses), row-major.
   RTensor<Float_t> Compute(const RTensor<Float_t> &events) const;
   /// Responses to one event. Fatal unless there is one value a variable.
   std::vector<Float_t> Compute(const std::vector<Float_t> &event) const;

   /// Labels of the variables, in the order of the training: columns of an RDataFrame have these names.
   const std::vector<std::string> &GetVariableNames() const;
   /// Their expressions: those of which an RDataFrame defines such columns, where labels and expressions differ.
   const std::vector<std::string> &GetVariables() const;
   std::size_t GetNResponses() const; ///< numbers for an event

private:
   struct Content;
   void RequireVariables(std::size_t given) const;
   void ComputeBlock(const Float_t *events, std::size_t nEvents, Float_t *responses) const;

   std::shared_ptr<const Content> fContent;
};

namespace Internal {

/// A function of as many values of type T as the sequence has numbers.
template <typename Numbers, typename T>
class ComputeHelper;

template <std::size_t... Number, typename T>
class ComputeHelper<std::index_sequence<Number...>, T> {
   template <std::size_t>
   using Value = T;

public:
   explicit ComputeHelper(const RReader &reader) : fReader(reader) {}
   std::vector<Float_t> operator()(Value<Number>... values) const
   {
      return fReader.Compute(std::vector<Float_t>{static_cast<Float_t>(values)...});
   }

private:
   RReader fReader;
};

} // namespace Internal

/// A function of N columns of type T for RDataFrame::Define, with the responses as a vector:
/// `df.Define("y", Compute<4, float>(reader), reader.GetVariableNames())`.
template <std::size_t N, typename T>
Internal::ComputeHelper<std::make_index_sequence<N>, T> Compute(const RReader &reader)
{
   return Internal::ComputeHelper<std::make_index_sequence<N>, T>(reader);
}

} // namespace Experimental
} // namespace TMVA

#endif
