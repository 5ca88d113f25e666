#ifndef PYTMVA_transform_CumulativePDFNode
#define PYTMVA_transform_CumulativePDFNode

#include "transform/CumulativePDF.h"

#include <cstddef>

namespace TMVA {

class MsgLogger;

/// Adds the PDF node of a weight file for set `set` of variable `variable` to `parent`, and reads it back; fatal through
/// `log` if it is damaged, or not of the kind that transformations have.
void WritePDF(void *parent, const CumulativePDF &pdf, std::size_t variable, UInt_t set);
CumulativePDF ReadPDF(void *parent, MsgLogger &log);

} // namespace TMVA

#endif
