#ifndef PYTMVA_base_OpenFiles
#define PYTMVA_base_OpenFiles

#include "RtypesCore.h"

class TObject;

namespace TMVA {

/// Whether this file is among those that ROOT has open. The pointer may be that of a file that is deleted already.
Bool_t IsOpenFile(const TObject *file);

} // namespace TMVA

#endif
