#include "data/OpenTree.h"

#include "TChain.h"
#include "TChainElement.h"
#include "TFile.h"

namespace TMVA {
namespace {

bool IsLocalFile(const TFile *file)
{
   return file && file->IsA() == TFile::Class() && !file->IsWritable();
}

bool HasMore(const TCollection *list)
{
   return list && !list->IsEmpty();
}

} // namespace

std::unique_ptr<TChain> OpenAgain(TTree &tree)
{
   if (HasMore(tree.GetListOfFriends()) || HasMore(tree.GetListOfAliases()))
      return nullptr;
   auto again = std::make_unique<TChain>(tree.GetName());
   if (auto *chain = dynamic_cast<TChain *>(&tree)) {
      again->Add(chain);
      for (const TObject *element : *chain->GetListOfFiles())
         if (TString(element->GetTitle()).Contains("://"))
            return nullptr;
   } else {
      const TString path = tree.GetDirectory() ? tree.GetDirectory()->GetPath() : ""; // file.root:/directory
      const Ssiz_t end = path.Index(":/");
      const TFile *file = tree.GetCurrentFile();
      if (!IsLocalFile(file) || end == kNPOS)
         return nullptr;
      const TString directory = path(end + 2, path.Length());
      again->AddFile(file->GetName(), TTree::kMaxEntries, (directory == "" ? "" : directory + "/") + tree.GetName());
   }
   const bool isSame = again->GetEntries() == tree.GetEntries() && again->LoadTree(0) == 0;
   return isSame && IsLocalFile(again->GetFile()) ? std::move(again) : nullptr;
}

} // namespace TMVA
