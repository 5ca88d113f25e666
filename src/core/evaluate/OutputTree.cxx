#include "evaluate/OutputTree.h"

#include "TTree.h"

#include <algorithm>
#include <cstring>

namespace TMVA {

namespace {

/// className is a C string of fixed length in genuine TMVA, too.
constexpr std::size_t kClassNameLength = 40;

/// A branch for each column; the elements of an array variable lie side by side and share one branch.
void AddColumns(TTree &tree, const std::vector<VariableInfo> &infos, Float_t *column)
{
   for (const VariableInfo &info : infos) {
      TString name = info.GetInternalName();
      TString leaf = name + "/F";
      if (info.GetArraySize() > 0) {
         name = name(0, name.Index("["));
         leaf = TString::Format("%s[%d]/F", name.Data(), info.GetArraySize());
      }
      const bool isCut = info.GetVarType() == 'C'; // of MethodCategory
      if (info.GetArrayElement() == 0 && !isCut)
         tree.Branch(name, column, leaf);
      ++column;
   }
}

TString LeafList(const DataSetInfo &info, const Results &results)
{
   TString leaves;
   for (UInt_t i = 0; i < results.GetNOutputs(); ++i) {
      TString leaf = results.GetName();
      if (results.GetAnalysisType() == Types::kMulticlass)
         leaf = info.GetClassInfo(i)->GetName();
      else if (results.GetAnalysisType() == Types::kRegression)
         leaf = info.GetTargetInfo(i).GetInternalName();
      leaves += (i == 0 ? "" : ":") + leaf + "/F";
   }
   return leaves;
}

/// The responses of one method and the buffer that its branch reads.
struct Response {
   const Results *fResults;
   std::vector<Float_t> fBuffer;
};

std::vector<Response> AddResponses(TTree &tree, const DataSetInfo &info, std::size_t nEvents, const ResultsByName &results)
{
   std::vector<Response> responses;
   for (const auto &[name, result] : results) {
      if (nEvents > 0 && result->GetSize() == static_cast<Long64_t>(nEvents))
         responses.push_back({result.get(), std::vector<Float_t>(result->GetNOutputs())});
   }
   for (Response &response : responses)
      tree.Branch(response.fResults->GetName(), response.fBuffer.data(), LeafList(info, *response.fResults));
   return responses;
}

} // namespace

TTree *MakeOutputTree(const TString &name, const DataSetInfo &info, const EventTable &events, const ResultsByName &results)
{
   auto *tree = new TTree(name, name);
   Int_t classId = 0;
   char className[kClassNameLength] = "";
   Float_t weight = 0;
   std::vector<Float_t> row(std::max<std::size_t>(1, events.GetNColumns()));
   tree->Branch("classID", &classId, "classID/I");
   tree->Branch("className", className, "className/C");
   AddColumns(*tree, info.GetVariableInfos(), row.data());
   AddColumns(*tree, info.GetTargetInfos(), row.data() + info.GetNVariables());
   AddColumns(*tree, info.GetSpectatorInfos(), row.data() + info.GetNVariables() + info.GetNTargets());
   tree->Branch("weight", &weight, "weight/F");
   std::vector<Response> responses = AddResponses(*tree, info, events.GetNRows(), results);

   for (std::size_t i = 0; i < events.GetNRows(); ++i) {
      classId = events.GetClass(i);
      std::strncpy(className, info.GetClassInfo(classId)->GetName(), kClassNameLength - 1);
      std::copy_n(events.GetRow(i), events.GetNColumns(), row.begin());
      weight = events.GetWeight(i);
      for (Response &response : responses)
         std::copy_n(response.fResults->GetValues(i), response.fBuffer.size(), response.fBuffer.begin());
      tree->Fill();
   }
   tree->ResetBranchAddresses();
   return tree;
}

} // namespace TMVA
