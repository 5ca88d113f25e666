#ifndef PYTMVA_KERAS_StreamedEvents
#define PYTMVA_KERAS_StreamedEvents

#include "python/Bridge.h"

#include <memory>

namespace TMVA {
class DataSet;
class MethodBase;
} // namespace TMVA

namespace pytmva_keras {

/// The training events of `data` that are not in memory, transformed as the method wants them; nullptr where all are. Both
/// must outlive what is returned.
std::unique_ptr<Stream> MakeStream(const TMVA::MethodBase &method, TMVA::DataSet &data);

} // namespace pytmva_keras

#endif
