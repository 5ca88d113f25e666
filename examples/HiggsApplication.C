/// Applies what HiggsClassification.C has trained, from any directory, and compares it with the responses of the test tree.
///
///     root -l -b -q 'HiggsApplication.C("path/to/training")'

#include "TMVA/Reader.h"

#include "TFile.h"
#include "TString.h"
#include "TTree.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>
#include <stdexcept>

void HiggsApplication(const char *training = ".")
{
   const char *names[] = {"m_jj", "m_jjj", "m_lv", "m_jlv", "m_bb", "m_wbb", "m_wwbb"};
   float values[7];
   float expected;

   std::unique_ptr<TFile> file(TFile::Open(TString::Format("%s/TMVA.root", training)));
   if (!file)
      throw std::runtime_error("HiggsApplication: run HiggsClassification.C first, and give its directory");
   auto tree = file->Get<TTree>("dataset/TestTree");

   TMVA::Reader reader("!Color:!Silent");
   for (int i = 0; i < 7; ++i) {
      reader.AddVariable(names[i], &values[i]);
      tree->SetBranchAddress(names[i], &values[i]);
   }
   tree->SetBranchAddress("PyKeras", &expected);
   reader.BookMVA("PyKeras", TString::Format("%s/dataset/weights/HiggsClassification_PyKeras.weights.xml", training));

   double largest = 0;
   for (Long64_t entry = 0; entry < tree->GetEntries(); ++entry) {
      tree->GetEntry(entry);
      largest = std::max(largest, std::abs(reader.EvaluateMVA("PyKeras") - expected));
   }
   std::cout << "applied to " << tree->GetEntries() << " events" << std::endl;
   std::cout << "demo: max |Reader - test tree| = " << largest << std::endl;
}
