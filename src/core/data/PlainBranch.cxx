#include "data/PlainBranch.h"

#include "TBranch.h"
#include "TFile.h"
#include "TLeaf.h"
#include "TTree.h"

#include <algorithm>
#include <map>

namespace TMVA {
namespace {

const TLeaf &LeafOf(const TBranch &branch)
{
   return *static_cast<TLeaf *>(const_cast<TBranch &>(branch).GetListOfLeaves()->UncheckedAt(0));
}

} // namespace

template <class Number>
void PlainBranch::DecodeAs(const char *basket, Long64_t first, Long64_t n, Double_t *values)
{
   const auto *numbers = reinterpret_cast<const Number *>(basket) + first;
   std::copy_n(numbers, n, values);
}

/// nullptr if the type of its leaf is not one of these. (ROOT decodes no basket of Long_t or ULong_t.)
PlainBranch::Decode PlainBranch::FindDecoder(const TBranch &branch)
{
   static const std::map<TString, Decode> decoders = {
      {"Float_t", DecodeAs<Float_t>},     {"Double_t", DecodeAs<Double_t>},   {"Char_t", DecodeAs<Char_t>},
      {"UChar_t", DecodeAs<UChar_t>},     {"Short_t", DecodeAs<Short_t>},     {"UShort_t", DecodeAs<UShort_t>},
      {"Int_t", DecodeAs<Int_t>},         {"UInt_t", DecodeAs<UInt_t>},       {"Long64_t", DecodeAs<Long64_t>},
      {"ULong64_t", DecodeAs<ULong64_t>}, {"Bool_t", DecodeAs<Bool_t>}};
   const auto found = decoders.find(LeafOf(branch).GetTypeName());
   return found == decoders.end() ? nullptr : found->second;
}

TBranch *PlainBranch::Find(TTree &tree, const TString &expression)
{
   TBranch *branch = tree.GetBranch(expression);
   if (!branch || branch->IsA() != TBranch::Class() || branch->GetTree() != &tree)
      return nullptr;
   const TFile *file = branch->GetFile();
   if (!file || file->IsWritable() || !branch->SupportsBulkRead() || branch->GetListOfLeaves()->GetEntries() != 1)
      return nullptr;
   const TLeaf &leaf = LeafOf(*branch);
   return leaf.GetLen() == 1 && !leaf.GetLeafCount() && FindDecoder(*branch) ? branch : nullptr;
}

PlainBranch::PlainBranch(TBranch &branch) : fBranch(branch), fDecode(FindDecoder(branch))
{
   fBranch.DropBaskets("all");
}

/// The branch is left as if it had not been read.
PlainBranch::~PlainBranch()
{
   fBranch.DropBaskets("all");
   fBranch.ResetReadEntry();
}

const Double_t *PlainBranch::Read(Long64_t first, Long64_t last)
{
   if (first == fFirst && last == fLast)
      return fValues.data();
   fValues.resize(last - first);
   for (Long64_t entry = first; entry < last;) {
      Double_t *value = fValues.data() + (entry - first);
      if (entry >= fBasketBegin && entry < fBasketEnd) {
         const Long64_t n = std::min(last, fBasketEnd) - entry;
         fDecode(fBuffer.GetCurrent(), entry - fBasketBegin, n, value);
         entry += n;
      } else if (!(fReadsBaskets = fReadsBaskets && ReadBasket(entry))) { // they are of another kind, or damaged
         if (fBranch.GetEntry(entry++) <= 0)
            return nullptr;
         *value = LeafOf(fBranch).GetValue();
      }
   }
   fFirst = first;
   fLast = last;
   return fValues.data();
}

/// The basket with that entry as a whole.
bool PlainBranch::ReadBasket(Long64_t entry)
{
   const Long64_t *begins = fBranch.GetBasketEntry(); // ascending, one a basket, then the end
   const Long64_t *basket = std::upper_bound(begins, begins + fBranch.GetWriteBasket() + 1, entry) - 1;
   const Int_t n = fBranch.GetBulkRead().GetBulkEntries(*basket, fBuffer);
   if (n <= 0 || *basket + n <= entry)
      return false;
   fBasketBegin = *basket;
   fBasketEnd = *basket + n;
   return true;
}

} // namespace TMVA
