#include "data/PlainBranch.h"

#include "TBranch.h"
#include "TFile.h"
#include "TLeaf.h"
#include "TTree.h"

#include <map>

namespace TMVA {
namespace {

using Decode = void (*)(const char *buffer, Int_t n, std::vector<Double_t> &values);

template <class Number>
void DecodeAs(const char *buffer, Int_t n, std::vector<Double_t> &values)
{
   const auto *numbers = reinterpret_cast<const Number *>(buffer);
   values.assign(numbers, numbers + n);
}

/// nullptr if the type of a leaf is not one of these.
Decode DecoderOf(const TLeaf &leaf)
{
   static const std::map<TString, Decode> decoders = {
      {"Float_t", DecodeAs<Float_t>}, {"Double_t", DecodeAs<Double_t>}, {"Int_t", DecodeAs<Int_t>},
      {"UInt_t", DecodeAs<UInt_t>},   {"Long64_t", DecodeAs<Long64_t>}, {"Bool_t", DecodeAs<Bool_t>}};
   const auto found = decoders.find(leaf.GetTypeName());
   return found == decoders.end() ? nullptr : found->second;
}

const TLeaf &LeafOf(TBranch &branch)
{
   return *static_cast<TLeaf *>(branch.GetListOfLeaves()->UncheckedAt(0));
}

} // namespace

TBranch *PlainBranch::Find(TTree &tree, const TString &expression)
{
   TBranch *branch = tree.GetBranch(expression);
   if (tree.IsA() != TTree::Class() || !branch || branch->IsA() != TBranch::Class() || branch->GetTree() != &tree)
      return nullptr;
   const TFile *file = branch->GetFile();
   if (!file || file->IsWritable() || !branch->SupportsBulkRead() || branch->GetListOfLeaves()->GetEntries() != 1)
      return nullptr;
   const TLeaf &leaf = LeafOf(*branch);
   return leaf.GetLen() == 1 && !leaf.GetLeafCount() && DecoderOf(leaf) ? branch : nullptr;
}

PlainBranch::PlainBranch(TBranch &branch) : fBranch(branch)
{
   fBranch.DropBaskets("all");
}

/// The branch is left as if it had not been read.
PlainBranch::~PlainBranch()
{
   fBranch.DropBaskets("all");
   fBranch.ResetReadEntry();
}

void PlainBranch::ReadBasket()
{
   fBegin = fEnd;
   const Int_t n = fBranch.GetBulkRead().GetBulkEntries(fBegin, fBuffer);
   if (n > 0) {
      DecoderOf(LeafOf(fBranch))(fBuffer.GetCurrent(), n, fValues);
   } else { // a basket of a kind that cannot be decoded as a whole
      fBranch.GetEntry(fBegin);
      fValues.assign(1, LeafOf(fBranch).GetValue());
   }
   fEnd += fValues.size();
}

} // namespace TMVA
