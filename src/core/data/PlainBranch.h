#ifndef PYTMVA_data_PlainBranch
#define PYTMVA_data_PlainBranch

#include "RtypesCore.h"
#include "TBufferFile.h"

#include <memory>
#include <vector>

class TBranch;
class TString;
class TTree;

namespace TMVA {

/// Reads a branch with one number an entry basket by basket, several times faster than a TTreeFormula. Nothing else may read
/// the branch meanwhile.
class PlainBranch {
public:
   /// The branch whose name `expression` is; nullptr if that is not all, or if its tree is not one in a file that is only
   /// read: baskets are decoded where they lie, which must not happen to those that are being written.
   static TBranch *Find(TTree &tree, const TString &expression);
   explicit PlainBranch(TBranch &branch);
   ~PlainBranch();
   PlainBranch(const PlainBranch &) = delete;
   PlainBranch &operator=(const PlainBranch &) = delete;

   /// Entries are to be asked for in ascending order.
   Double_t GetValue(Long64_t entry)
   {
      while (entry >= fEnd)
         ReadBasket();
      return fValues[entry - fBegin];
   }

private:
   void ReadBasket();

   TBranch &fBranch;
   TBufferFile fBuffer{TBuffer::kWrite, 32 * 1024};
   std::vector<Double_t> fValues; ///< of entries [fBegin,fEnd)
   Long64_t fBegin = 0;
   Long64_t fEnd = 0;
};

} // namespace TMVA

#endif
