"""PDFs of the responses of a network: trained from PyROOT, applied in root.exe."""

import numpy as np
from conftest import VARIABLES, test_tree

APPLY = """
#include "TMVA/Reader.h"
#include <iostream>
void macro() {
   float x = 0, y = 0, z = 0, weight = 0;
   int number = 0;
   TMVA::Reader reader("!Color:Silent");
   reader.AddVariable("x", &x);
   reader.AddVariable("y", &y);
   reader.AddVariable("z", &z);
   reader.BookMVA("nn", "dataset/weights/job_nn.weights.xml");
   auto file = TFile::Open("output.root");
   auto tree = file->Get<TTree>("dataset/TestTree");
   tree->SetBranchAddress("x", &x);
   tree->SetBranchAddress("y", &y);
   tree->SetBranchAddress("z", &z);
   std::cout.precision(9);
   for (int i = 0; i < 100; ++i) {
      tree->GetEntry(i);
      std::cout << "event " << reader.GetProba("nn") << " " << reader.GetProba("nn", 0.2) << " "
                << reader.GetRarity("nn") << std::endl;
   }
   file->Close();
}
"""


def test_probability_and_rarity(book_and_run, run_macro):
    job = book_and_run("NumEpochs=3:LearnRate=0.05:VarTransform=N:CreateMVAPdfs:NbinsMVAPdf=25:NsmoothMVAPdf=2")
    folder = job.output.Get("dataset/Method_PyKeras/nn")
    names = {key.GetName() for key in folder.GetListOfKeys()}
    assert names >= {f"MVA_nn_{kind}_{cls}" for kind in ("Proba", "Rarity") for cls in "SB"}
    assert names >= {f"PyKeras_tr_{cls}{part}" for cls in "SB" for part in ("", "_original", "_smoothed")}
    job.output.Close()
    tree = test_tree()
    is_signal = tree["classID"] == 0
    assert set(VARIABLES) < set(tree)
    assert tree["prob_nn"][is_signal].mean() > 0.7 > 0.3 > tree["prob_nn"][~is_signal].mean()
    # Calibrated: of the events with a probability about p, a fraction p is signal.
    about_half = (tree["prob_nn"] > 0.3) & (tree["prob_nn"] < 0.7)
    assert abs(is_signal[about_half].mean() - tree["prob_nn"][about_half].mean()) < 0.2

    result = run_macro(APPLY)
    assert result.returncode == 0, result.stdout + result.stderr
    numbers = np.array([line.split()[1:] for line in result.stdout.splitlines() if line.startswith("event")], float)
    np.testing.assert_allclose(numbers[:, 0], tree["prob_nn"][:100], rtol=0, atol=1e-4)
    odds = numbers[:, 0] / (1 - numbers[:, 0]) / 4
    np.testing.assert_allclose(numbers[:, 1], odds / (1 + odds), rtol=1e-3, atol=1e-9)
    background = numbers[:, 2][~is_signal[:100]]  # uniform between 0 and 1
    assert background.min() >= 0 and background.max() <= 1 and abs(background.mean() - 0.5) < 0.2
