#include "python/Bridge.h"
#include "python/Errors.h"
#include "python/Guards.h"
#include "python/Interpreter.h"
#include "python/Interrupts.h"
#include "python/Matrix.h"
#include "python/Objects.h"
#include "python/StreamReader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <thread>
#include <unistd.h>
#include <utility>

// The bridge: each function below is one call of a function of the Python module pytmva_keras.bridge.
namespace pytmva_keras {

namespace {

/// Around calls that may print.
class OrderedOutput {
public:
   OrderedOutput()
   {
      std::cout.flush();
      std::fflush(stdout);
   }
   ~OrderedOutput() { FlushPython(); }
};

/// The functions of pytmva_keras.bridge (or of remote, which has the same), looked up once.
struct Functions {
   Ref fOpenTrainer, fAllocate, fView, fTrain, fExport, fRestore, fRestoreFile, fPredictor, fPredict, fDescribe;

   explicit Functions(const char *name)
   {
      Ref module = Checked(PyImport_ImportModule(name));
      auto get = [&](const char *name) { return Checked(PyObject_GetAttrString(module.Get(), name)); };
      fOpenTrainer = get("open_trainer");
      fAllocate = get("allocate");
      fView = get("view");
      fTrain = get("train");
      fExport = get("export");
      fRestore = get("restore");
      fRestoreFile = get("restore_file");
      fPredictor = get("predictor");
      fPredict = get("predict");
      fDescribe = get("describe");
   }
};

template <class... Arguments>
Ref Call(const Ref &function, const Arguments &...arguments)
{
   return Checked(PyObject_CallFunctionObjArgs(function.Get(), arguments..., nullptr));
}

Matrix Allocate(const Functions &python, std::size_t rows, std::size_t columns)
{
   Ref array = Checked(PyObject_CallFunction(python.fAllocate.Get(), "nn", static_cast<Py_ssize_t>(rows),
                                             static_cast<Py_ssize_t>(columns)));
   return Matrix(std::move(array), "pytmva_keras.bridge.allocate", true);
}

/// A numpy array on memory of C++, which lives as long as the array or any view of it.
Ref View(const Functions &python, const RowsView &rows)
{
   const auto forget = [](PyObject *capsule) {
      delete static_cast<std::shared_ptr<const void> *>(PyCapsule_GetPointer(capsule, nullptr));
   };
   auto owner = std::make_unique<std::shared_ptr<const void>>(rows.fOwner);
   const Ref capsule = Checked(PyCapsule_New(owner.get(), nullptr, forget));
   owner.release();
   return Checked(PyObject_CallFunction(python.fView.Get(), "OKnnn", capsule.Get(),
                                        static_cast<unsigned long long>(reinterpret_cast<std::uintptr_t>(rows.fData)),
                                        static_cast<Py_ssize_t>(rows.fRows), static_cast<Py_ssize_t>(rows.fColumns),
                                        static_cast<Py_ssize_t>(rows.fStride)));
}

class PythonPredictor : public Predictor {
public:
   PythonPredictor(const Functions &python, Ref network, std::size_t variables)
      : fPython(python), fState{std::move(network), {}, {}}, fVariables(variables)
   {
   }
   ~PythonPredictor() override { DestroyUnderGil(fState); }

   MatrixView Inputs(std::size_t rows) override
   {
      if (fState.fInputs.View().fRows != rows) {
         Gil gil;
         fState.fInputs = Allocate(fPython, rows, fVariables);
      }
      return fState.fInputs.View();
   }

   MatrixView Evaluate() override
   {
      RequireThread();
      Gil gil;
      fState.fOutputs = Matrix(Call(fPython.fPredict, fState.fNetwork.Get(), fState.fInputs.Array()),
                               "pytmva_keras.bridge.predict", false);
      return fState.fOutputs.View();
   }

   void Apply(const float *inputs, std::size_t rows, float *outputs) const override
   {
      RequireThread();
      Gil gil;
      const Matrix copy = Allocate(fPython, rows, fVariables);
      std::copy_n(inputs, rows * fVariables, copy.View().fData);
      const Matrix found(Call(fPython.fPredict, fState.fNetwork.Get(), copy.Array()), "pytmva_keras.bridge.predict", false);
      std::copy_n(found.View().fData, rows * found.View().fColumns, outputs);
   }

private:
   /// PyROOT keeps the GIL while C++ runs. A thread made there would wait for it for ever where PyROOT waits for the thread.
   void RequireThread() const
   {
      if (!IsInterpreterOurs() && !PyGILState_Check() && std::this_thread::get_id() != fThread)
         throw PythonError("it is applied by Keras, which within PyROOT cannot be done in several threads. Call "
                           "ROOT.DisableImplicitMT(), or use a network that is applied natively.");
   }

   struct State {
      Ref fNetwork;
      Matrix fInputs; ///< kept: events come one by one, or in blocks of one size
      Matrix fOutputs;
   };
   const Functions &fPython;
   State fState;
   std::size_t fVariables;
   std::thread::id fThread = std::this_thread::get_id(); ///< which has read the network
};

class PythonTrainer : public Trainer {
public:
   PythonTrainer(const Functions &python, Ref trainer) : fPython(python), fState{std::move(trainer), {}} {}
   ~PythonTrainer() override { DestroyUnderGil(fState); }

   std::string Describe() override
   {
      Gil gil;
      return TextOf(Call(fPython.fDescribe, fState.fTrainer.Get()).Get());
   }

   MatrixView Allocate(EArray array, std::size_t events, std::size_t columns) override
   {
      Gil gil;
      const Matrix matrix = pytmva_keras::Allocate(fPython, events, columns);
      fState.fArrays[array] = Ref::Borrowed(matrix.Array());
      return matrix.View();
   }

   void Set(EArray array, const RowsView &rows) override
   {
      Gil gil;
      fState.fArrays[array] = View(fPython, rows);
   }

   History Train(const Stream *stream) override
   {
      Gil gil;
      OrderedOutput ordered;
      Interrupts interrupts;
      const auto arrays = std::exchange(fState.fArrays, {});
      const auto train = [&](const auto &...more) {
         return ToHistory(Call(fPython.fTrain, fState.fTrainer.Get(), arrays[kInputs].Get(), arrays[kTargets].Get(),
                               arrays[kWeights].Get(), more...).Get());
      };
      if (!stream)
         return train();
      StreamReader reader(*stream);
      const Ref streamed = reader.MakeTuple();
      try {
         return train(streamed.Get());
      } catch (const PythonError &) {
         reader.Rethrow();
         throw;
      }
   }

   Network Export() override
   {
      Gil gil;
      return ToNetwork(Call(fPython.fExport, fState.fTrainer.Get()).Get());
   }

   std::unique_ptr<Predictor> MakePredictor(std::size_t variables) override
   {
      Gil gil;
      Ref network = Call(fPython.fPredictor, fState.fTrainer.Get());
      return std::make_unique<PythonPredictor>(fPython, std::move(network), variables);
   }

private:
   struct State {
      Ref fTrainer;
      std::array<Ref, 3> fArrays; ///< by EArray
   };
   const Functions &fPython;
   State fState;
};

class PythonBridge : public Bridge {
public:
   std::unique_ptr<Trainer> OpenTrainer(const Options &options) override
   {
      Gil gil;
      OrderedOutput ordered;
      Ref trainer = Call(fPython.fOpenTrainer, ToDict(options).Get());
      return std::make_unique<PythonTrainer>(fPython, std::move(trainer));
   }

   std::unique_ptr<Predictor> Restore(const Options &options, const Network &network, std::size_t variables) override
   {
      Gil gil;
      OrderedOutput ordered;
      Ref predictor = Call(fPython.fRestore, ToDict(options).Get(), ToList(network.fArrays).Get());
      return std::make_unique<PythonPredictor>(fPython, std::move(predictor), variables);
   }

   std::unique_ptr<Predictor> RestoreFile(const Options &options, std::size_t variables) override
   {
      Gil gil;
      OrderedOutput ordered;
      Ref predictor = Call(fPython.fRestoreFile, ToDict(options).Get());
      return std::make_unique<PythonPredictor>(fPython, std::move(predictor), variables);
   }

   pid_t Fork() override
   {
      Gil gil;
      Functions remote("pytmva_keras.remote");
      FlushPython(); // else both processes would write what is buffered
      PyOS_BeforeFork();
      const pid_t process = fork();
      if (process != 0) {
         PyOS_AfterFork_Parent();
         return process;
      }
      PyOS_AfterFork_Child();
      PyGC_Disable(); // a backend's objects must not be touched
      std::swap(fPython, remote);
      return process;
   }

private:
   Functions fPython{"pytmva_keras.bridge"};
};

} // namespace

} // namespace pytmva_keras

extern "C" __attribute__((visibility("default"))) pytmva_keras::Bridge &pytmva_open_bridge(const std::string &executable)
{
   using namespace pytmva_keras;
   StartInterpreter(executable);
   Gil gil;
   OrderedOutput ordered;
   static PythonBridge &bridge = *new PythonBridge; // never deleted: it holds references, Python may end before C++
   return bridge;
}
