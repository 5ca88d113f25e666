"""HiggsClassification.C from Python: python model.py; python higgs_classification.py"""

import ROOT
from ROOT import TMVA

ROOT.gROOT.SetBatch(True)

VARIABLES = ["m_jj", "m_jjj", "m_lv", "m_jlv", "m_bb", "m_wbb", "m_wwbb"]


def main() -> None:
    data = ROOT.TFile.Open(f"{ROOT.gROOT.GetTutorialDir()}/machine_learning/data/Higgs_data.root")
    with ROOT.TFile.Open("TMVA_py.root", "RECREATE") as output:
        factory = TMVA.Factory("HiggsPython", output, V=False, Silent=False, AnalysisType="Classification")
        loader = TMVA.DataLoader("dataset_py")
        for name in VARIABLES:
            loader.AddVariable(name)
        loader.AddSignalTree(data.Get("sig_tree"), 1.0)
        loader.AddBackgroundTree(data.Get("bkg_tree"), 1.0)
        loader.PrepareTrainingAndTestTree(ROOT.TCut(""), SplitMode="Random", NormMode="NumEvents", V=False)

        # An option string, as in a macro, and keyword arguments: the same method twice.
        factory.BookMethod(
            loader, TMVA.Types.kPyKeras, "PyKeras",
            "H:!V:VarTransform=D,N:FilenameModel=model.yml:Optimizer=SGD:NumEpochs=20:BatchSize=32:LearnRate=0.01",
        )
        factory.BookMethod(
            loader, TMVA.Types.kPyKeras, "PyKerasAdam",
            V=False, VarTransform="D,N", FilenameModel="model.yml", Optimizer="Adam", NumEpochs=10, BatchSize=128,
            Verbose=2,
        )
        factory.TrainAllMethods()
        factory.TestAllMethods()
        factory.EvaluateAllMethods()
        for title in ("PyKeras", "PyKerasAdam"):
            print(f"ROC integral (test) of {title}: {factory.GetROCIntegral(loader, title):.4f}")


if __name__ == "__main__":
    main()
