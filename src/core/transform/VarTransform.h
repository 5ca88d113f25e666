#ifndef PYTMVA_transform_VarTransform
#define PYTMVA_transform_VarTransform

#include "TMVA/Types.h"

#include "TString.h"

#include <cstddef>
#include <vector>

namespace TMVA {

class DataSetInfo;
class MsgLogger;

/// One step of a VarTransform definition.
struct VarTransformStep {
   Types::EVariableTransform fKind;
   Int_t fClass; ///< reference class, -1: all classes
   std::vector<std::size_t> fColumns;
};

/// The steps of a definition: steps separated by ',' or '+', each
///
///     name[_Class][(selection)]     e.g. N   Deco_Signal   D(var1,var3)   N_AllClasses(_V_,_T0_)
///
/// Selection: variables, targets or spectators by name, all of them (_V_, _T_, _S_) or by number (_V0_). Without one N and U
/// take variables and targets, the others variables. A name that does not exist is warned about and left out; everything
/// else that makes no sense is fatal.
std::vector<VarTransformStep> ParseVarTransform(const TString &definition, const DataSetInfo &info, MsgLogger &log);

} // namespace TMVA

#endif
