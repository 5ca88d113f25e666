#ifndef PYTMVA_KERAS_Objects
#define PYTMVA_KERAS_Objects

#include "python/Bridge.h"
#include "python/Guards.h"

/// \file
/// Plain C++ values to Python objects and back. All throw PythonError; the GIL must be held.
namespace pytmva_keras {

Ref ToDict(const Options &options);
/// [(name, dtype, [shape], bytes), ...]
Ref ToList(const std::vector<WeightArray> &arrays);

/// Of what bridge.train and bridge.export return.
History ToHistory(PyObject *dict);
Network ToNetwork(PyObject *dict);

} // namespace pytmva_keras

#endif
