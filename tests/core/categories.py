"""Jobs with MethodCategory on the events of TMVA's tutorial of categories, and Readers of what they write."""

from array import array

import numpy as np

ALL = ("var1", "var2", "var3", "var4")
CUTS = ("abs(eta) <= 1.3", "abs(eta)>1.3")
VARIABLES = ("var1:var2:var3:var4:", "eta:var4:var3")
WEIGHT_FILE = "dataset/weights/job_Cat.weights.xml"


def read_trees(root):
    """500 signal and 800 background events for the training, and as many for the test."""
    path = f"{root.gROOT.GetTutorialDir()}/machine_learning/data/toy_sigbkg_categ_offset.root"
    with root.TFile.Open(path) as file:
        root.gROOT.cd()
        return {(kind, part): file.Get(name).CopyTree("", "", size, first * size)
                for kind, name, size in (("Signal", "TreeS", 500), ("Background", "TreeB", 800))
                for first, part in enumerate(("Training", "Test"))}


class Job:
    """A Factory, its output file and a DataLoader with the trees."""

    def __init__(self, root, trees, norm="EqualNumEvents", name="dataset", cut="", factory="AnalysisType=Classification",
                 variables=ALL, spectators=("eta",)):
        self.root = root
        self.file = root.TFile.Open(f"{name}.root", "RECREATE")
        self.factory = root.TMVA.Factory("job", self.file, f"Silent:!Color:!DrawProgressBar:{factory}")
        self.loader = root.TMVA.DataLoader(name)
        for variable in variables:
            self.loader.AddVariable(variable, "F")
        for spectator in spectators:
            self.loader.AddSpectator(spectator)
        for (kind, part), tree in trees.items():
            self.loader.AddTree(tree, kind, 1.0, root.TCut(""), part)
        self.loader.SetWeightExpression("1+0.1*abs(var1)")
        self.loader.PrepareTrainingAndTestTree(root.TCut(cut), f"SplitMode=Block:NormMode={norm}:!V")

    def book(self, method, title="Cat", options=""):
        return self.factory.BookMethod(self.loader, method, title, options)

    def book_category(self, cuts=CUTS, variables=VARIABLES, method="kFisher", options="!H:!V"):
        category = self.book("Category")
        for number, (cut, names) in enumerate(zip(cuts, variables), 1):
            category.AddMethod(cut, names, getattr(self.root.TMVA.Types, method), f"Sub_{number}", options)
        return category

    def run(self):
        self.factory.TrainAllMethods()
        self.factory.TestAllMethods()
        self.factory.EvaluateAllMethods()
        return self

    def columns(self, tree, *names):
        tree = self.file.Get(f"{self.loader.GetName()}/{tree}")
        return np.array([[getattr(event, name) for name in names] for event in tree]).T


class Reading:
    """A Reader with the variables and the spectator, and the events of the test tree to be read."""

    def __init__(self, root, spectator="eta"):
        self.reader = root.TMVA.Reader("!Color:Silent")
        self.values = {name: array("f", [0.5]) for name in (*ALL, "eta")}
        for name in ALL:
            self.reader.AddVariable(name, self.values[name])
        if spectator:
            self.reader.AddSpectator(spectator, self.values["eta"])

    def book(self, file=WEIGHT_FILE):
        self.reader.BookMVA("Cat", file)
        return self

    def respond(self, evaluate="EvaluateMVA", **values):
        for name, value in values.items():
            self.values[name][0] = value
        return getattr(self.reader, evaluate)("Cat")
