#ifndef PYTMVA_KERAS_Bridge
#define PYTMVA_KERAS_Bridge

#include "Network.h"

#include <cstddef>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <sys/types.h>
#include <utility>
#include <variant>
#include <vector>

/// \file
/// What libPyTMVAKeras, which has no Python symbols, asks of libPyTMVAPython, which is opened at run time.
///
/// Every call takes the GIL itself; objects may be destroyed at any time, also after the interpreter has ended. Not
/// thread-safe beyond that. All calls throw PythonError.
namespace pytmva_keras {

/// A call into Python failed; `what()` is meant for the user: the message of an error that the Python package raised on
/// purpose, the whole traceback of any other.
class __attribute__((visibility("default"))) PythonError : public std::runtime_error {
public:
   using std::runtime_error::runtime_error;
};

using OptionValue = std::variant<bool, long long, double, std::string, std::vector<std::string>>;
/// The dictionary of options, as bridge.py documents it.
using Options = std::map<std::string, OptionValue>;

/// A float32 matrix in row-major order that somebody else owns.
struct MatrixView {
   float *fData = nullptr;
   std::size_t fRows = 0;
   std::size_t fColumns = 0;
   float *Row(std::size_t row) const { return fData + row * fColumns; }
};

/// Float32 rows of events that are only read. `fOwner` keeps them in memory.
struct RowsView {
   const float *fData = nullptr;
   std::size_t fRows = 0;
   std::size_t fColumns = 0;
   std::size_t fStride = 0; ///< floats from one row to the next
   std::shared_ptr<const void> fOwner;
};

/// A network ready to be applied.
class Predictor {
public:
   virtual ~Predictor() = default;
   /// Memory for the inputs of `rows` events, to be filled before Evaluate(); valid until the next call.
   virtual MatrixView Inputs(std::size_t rows) = 0;
   /// Responses to the events of the last Inputs(), one row an event; valid until the next call.
   virtual MatrixView Evaluate() = 0;
   /// Responses to `rows` events into `outputs`, as many floats an event as Evaluate() gives. From any number of threads.
   virtual void Apply(const float *inputs, std::size_t rows, float *outputs) const = 0;
};

/// Values of each quantity that training noted, one an epoch, from the first epoch on.
using History = std::vector<std::pair<std::string, std::vector<double>>>;

/// A model that was checked against the data and is ready to be trained.
class Trainer {
public:
   enum EArray {
      kInputs,  ///< (events, variables)
      kTargets, ///< (events, targets), or (events, 1): the class index
      kWeights  ///< (events, 1)
   };
   virtual ~Trainer() = default;
   /// Table of the layers.
   virtual std::string Describe() = 0;
   /// Memory for the training events, to be filled before Train(); valid until then.
   virtual MatrixView Allocate(EArray array, std::size_t events, std::size_t columns) = 0;
   /// The same for rows that are in memory: Python reads them there. They must not change until Train() returns.
   virtual void Set(EArray array, const RowsView &rows) = 0;
   /// Trains with the events of Allocate() and Set(), each array of which must be given, and drops them. Ctrl-C ends it and
   /// keeps the best weights so far; how it ended is logged by Python. Throws PythonError where Ctrl-C came before there was
   /// anything to keep.
   virtual History Train() = 0;
   virtual Network Export() = 0;
   virtual std::unique_ptr<Predictor> MakePredictor(std::size_t variables) = 0;
};

class Bridge {
public:
   virtual ~Bridge() = default;
   virtual std::unique_ptr<Trainer> OpenTrainer(const Options &options) = 0;
   virtual std::unique_ptr<Predictor> Restore(const Options &options, const Network &network, std::size_t variables) = 0;
   virtual std::unique_ptr<Predictor> RestoreFile(const Options &options, std::size_t variables) = 0;
   /// As os.fork() does it: Python works in both processes. A backend of Keras would not, so in the new one networks are
   /// trained and applied by a Python process of its own.
   virtual pid_t Fork() = 0;
};

/// The one symbol of libPyTMVAPython, and its type: the bridge, in the running interpreter or in one started as
/// `executable`. Python's symbols must be global in the process. Throws PythonError.
using OpenBridge = Bridge &(*)(const std::string &executable);
constexpr const char *kOpenBridge = "pytmva_open_bridge";

} // namespace pytmva_keras

#endif
