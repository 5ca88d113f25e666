"""A job on events.root, as test_streaming starts it: python streamed.py [EventsInMemory] [bytes].

Prints the ROC integral. bytes: so much more memory than after a warm-up the process may take.
"""

import resource
import sys

import numpy as np
import ROOT

N_VARIABLES = 20


def memory() -> int:
    """Bytes of private writable memory, which RLIMIT_DATA limits."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmData"))


def train(title: str, trees: list, options: str) -> float:
    factory = ROOT.TMVA.Factory(title, Silent=True, AnalysisType="Classification")
    loader = ROOT.TMVA.DataLoader(title)
    for i in range(N_VARIABLES):
        loader.AddVariable(f"x{i}")
    loader.AddSignalTree(trees[0])
    loader.AddBackgroundTree(trees[1])
    loader.PrepareTrainingAndTestTree(ROOT.TCut(""), f"SplitSeed=1:nTest_Signal=40000:nTest_Background=40000{options}")
    factory.BookMethod(loader, ROOT.TMVA.Types.kPyKeras, "net", FilenameModel="model.yml", VarTransform="N", NumEpochs=2,
                       BatchSize=1024, Verbose=0, Seed=3)
    for step in (factory.TrainAllMethods, factory.TestAllMethods, factory.EvaluateAllMethods):
        step()
    return factory.GetROCIntegral(loader, "net")


def warm_up() -> None:
    """The backend's threads, its compiler and what else is loaded once."""
    random = np.random.default_rng(1)
    columns = {f"x{i}": random.normal(size=100_000).astype(np.float32) for i in range(N_VARIABLES)}
    ROOT.RDF.FromNumpy(columns).Snapshot("few", "few.root")
    few = ROOT.TFile.Open("few.root")
    train("few", [few.Get("few"), few.Get("few")], "")


def main() -> None:
    events_in_memory, limit = sys.argv[1], int(sys.argv[2])
    file = ROOT.TFile.Open("events.root")
    if limit:
        warm_up()
        resource.setrlimit(resource.RLIMIT_DATA, (memory() + limit,) * 2)
    option = f":EventsInMemory={events_in_memory}" if events_in_memory else ""
    print("ROC", train("job", [file.Get("signal"), file.Get("background")], option))


if __name__ == "__main__":
    main()
