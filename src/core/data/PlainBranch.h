#ifndef PYTMVA_data_PlainBranch
#define PYTMVA_data_PlainBranch

#include "RtypesCore.h"
#include "TBufferFile.h"

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

   /// The values of the entries [first,last), valid until others are asked for; quickest in ascending order. nullptr if they
   /// cannot be read.
   const Double_t *Read(Long64_t first, Long64_t last);

private:
   using Decode = void (*)(const char *basket, Long64_t first, Long64_t n, Double_t *values);
   template <class Number>
   static void DecodeAs(const char *basket, Long64_t first, Long64_t n, Double_t *values);
   static Decode FindDecoder(const TBranch &branch);
   bool ReadBasket(Long64_t entry);

   TBranch &fBranch;
   const Decode fDecode;
   TBufferFile fBuffer{TBuffer::kWrite, 32 * 1024};
   bool fReadsBaskets = true; ///< until one cannot be decoded as a whole: then entry by entry
   Long64_t fBasketBegin = 0; ///< the entries in fBuffer
   Long64_t fBasketEnd = 0;
   std::vector<Double_t> fValues; ///< of entries [fFirst,fLast)
   Long64_t fFirst = 0;
   Long64_t fLast = 0;
};

} // namespace TMVA

#endif
