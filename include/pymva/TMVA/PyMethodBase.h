#ifndef ROOT_TMVA_PyMethodBase
#define ROOT_TMVA_PyMethodBase

#include "TString.h"

namespace TMVA {

/// The calls about Python that macros for ROOT's PyMVA make. None is needed here: a method starts Python when it is booked
/// or read. Installed only where ROOT has no PyMVA. May be called from any thread.
class __attribute__((visibility("default"))) PyMethodBase {
public:
   PyMethodBase() = delete;
   /// Starts Python, or adopts the interpreter that runs already (PyROOT); a second call does nothing. Fatal (it throws)
   /// where there is no Python to be started, with a message that says what is missing.
   static void PyInitialize();
   /// 1 if an interpreter runs in this process, whoever started it, else 0.
   static int PyIsInitialized();
   /// Does nothing: Python runs until the process ends, since extension modules such as Keras's do not survive less.
   static void PyFinalize();
};

/// Path of the python that belongs to this ROOT, to be run as a program: the one that PyInitialize would start.
/// Fatal if there is none.
__attribute__((visibility("default"))) TString Python_Executable();

} // namespace TMVA

#endif
