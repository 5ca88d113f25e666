"""Small trees, small networks, and whole TMVA jobs: in this process through PyROOT, or in processes of their own."""

import importlib.util
import os
import re
import subprocess
import sys
from array import array
from pathlib import Path

import numpy as np
import pytest

SOURCE = Path(os.environ.get("PYTMVA_SOURCE", Path(__file__).resolve().parents[2]))
VARIABLES = ["x", "y", "z"]
N_EVENTS = 1000  # of each class; half of them train


@pytest.fixture(scope="session")
def root():
    import ROOT

    ROOT.gROOT.SetBatch(True)
    return ROOT


@pytest.fixture(scope="session")
def keras():
    from pytmva_keras import backends

    backends.configure()
    import keras

    return keras


@pytest.fixture(scope="session")
def root_exe():
    return str(Path(importlib.util.find_spec("ROOT").origin).parent / "bin/root.exe")


@pytest.fixture(scope="session")
def inputs(tmp_path_factory, root, keras):
    """A directory with data.root (trees signal, background, not_finite) and model files of all kinds. Not to be written to."""
    directory = tmp_path_factory.mktemp("inputs")
    write_trees(root, directory / "data.root")
    write_models(keras, directory)
    return directory


def write_trees(root, path):
    generator = np.random.default_rng(3)
    with root.TFile.Open(str(path), "RECREATE"):
        for name, shift in (("signal", 0.8), ("background", -0.8), ("not_finite", -0.8)):
            values = {variable: array("f", [0]) for variable in [*VARIABLES, "w"]}
            tree = root.TTree(name, name)
            for variable, value in values.items():
                tree.Branch(variable, value, f"{variable}/F")
            for number, event in enumerate(generator.normal(size=(N_EVENTS, 4))):
                for k, variable in enumerate(VARIABLES):
                    values[variable][0] = event[k] + shift * (k < 2)
                values["w"][0] = 1 + 0.5 * abs(event[3])
                if name == "not_finite" and number < 3:
                    values["y"][0] = np.nan
                tree.Fill()
            tree.Write()


def write_models(keras, directory):
    from pytmva_keras import save_model

    def network(outputs, activation, inputs=3, compiled=None):
        keras.utils.set_random_seed(1)
        layers = keras.layers
        model = keras.Sequential(
            [layers.Input((inputs,)), layers.Dense(8, activation="tanh"), layers.Dense(outputs, activation=activation)]
        )
        if compiled:
            model.compile(**compiled)
        return model

    softmax = network(2, "softmax")
    for suffix in ("yml", "json"):
        save_model(softmax, str(directory / f"softmax.{suffix}"))
    save_model(network(1, "sigmoid"), str(directory / "sigmoid.yml"))
    save_model(network(2, "softmax", inputs=4), str(directory / "four_inputs.yml"))
    save_model(network(3, "softmax"), str(directory / "three_outputs.yml"))
    compiled = network(2, "softmax", compiled=dict(optimizer=keras.optimizers.SGD(0.05, momentum=0.25), loss="mse"))
    for suffix in ("keras", "h5"):
        save_model(compiled, str(directory / f"compiled.{suffix}"))
    (directory / "foreign.yml").write_text("class_name: !!python/object/apply:os.system ['touch pwned']\n")
    (directory / "broken.yml").write_text((directory / "softmax.yml").read_text()[:100])
    (directory / "broken.keras").write_bytes((directory / "compiled.keras").read_bytes()[:500])
    (directory / "broken.h5").write_bytes((directory / "compiled.h5").read_bytes()[:500])


@pytest.fixture(params=["natively", "by Keras"])
def applied(request, monkeypatch):
    """How networks trained in this process are applied; a test runs with both."""
    if request.param == "by Keras":
        from pytmva_keras import export

        def refuse(model):
            raise export.Unsupported("this test wants Keras")

        monkeypatch.setattr(export, "describe", refuse)
    return request.param


class Job:
    """A Factory and a DataLoader on the small trees, in the working directory; the output file is output.root."""

    def __init__(self, root, inputs, signal_first=True, prepare="SplitMode=Random:NormMode=NumEvents:!V", cut="",
                 background_weight="", trees=("signal", "background"), name="job", factory="ModelPersistence"):
        self.root, self.name = root, name
        self.data = root.TFile.Open(str(inputs / "data.root"))
        self.output = root.TFile.Open("output.root", "RECREATE")
        options = f"!V:Silent:!Color:!DrawProgressBar:AnalysisType=Classification:{factory}"
        self.factory = root.TMVA.Factory(name, self.output, options)
        self.loader = root.TMVA.DataLoader("dataset")
        for variable in VARIABLES:
            self.loader.AddVariable(variable, "F")
        signal, background = (self.data.Get(tree) for tree in trees)
        if signal_first:
            self.loader.AddSignalTree(signal)
        self.loader.AddBackgroundTree(background)
        if not signal_first:
            self.loader.AddSignalTree(signal)
        if background_weight:
            self.loader.SetWeightExpression(background_weight, "Background")
        cuts = [cut] if isinstance(cut, str) else cut  # for all, or one a class
        self.loader.PrepareTrainingAndTestTree(*map(root.TCut, cuts), prepare)

    def book(self, title, options):
        """`options` without Verbose train silently."""
        silent = "" if "Verbose=" in options else ":Verbose=0"
        return self.factory.BookMethod(self.loader, self.root.TMVA.Types.kPyKeras, title, options + silent)

    def run(self):
        self.factory.TrainAllMethods()
        self.factory.TestAllMethods()
        self.factory.EvaluateAllMethods()
        return self

    def roc(self, title):
        return self.factory.GetROCIntegral(self.loader, title)

    def close(self):
        self.output.Close()
        self.data.Close()


@pytest.fixture
def work(tmp_path, monkeypatch):
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def make_job(root, inputs, work):
    """make_job(signal_first=False, ...) -> Job in the directory `work`; closed at the end of the test."""
    jobs = []

    def make(**arguments):
        jobs.append(Job(root, inputs, **arguments))
        return jobs[-1]

    yield make
    for job in jobs:
        job.close()


@pytest.fixture
def book_and_run(make_job, inputs):
    """book_and_run("NumEpochs=2", model="softmax.yml", title="nn", ...) -> Job that has trained, tested and evaluated."""

    def run(options, model="softmax.yml", title="nn", **arguments):
        job = make_job(**arguments)
        job.book(title, f"FilenameModel={inputs / model}:{options}")
        return job.run()

    return run


def test_tree(path="output.root", tree="TestTree"):
    """The columns of a tree that a job has written, as NumPy arrays."""
    import ROOT

    with ROOT.TFile.Open(str(path)) as file:
        columns = ROOT.RDataFrame(file.Get(f"dataset/{tree}"))
        names = [str(name) for name in columns.GetColumnNames()]
        return columns.AsNumpy([name for name in names if name != "className"])


test_tree.__test__ = False


def without_native(weight_file):
    """The text of a weight file as it was before there was a native form: Keras applies the network."""
    shorter, count = re.subn("(?s)<Native>.*?</Native>", "", weight_file)
    assert count == 1
    return shorter


def history(title, quantity, path="output.root"):
    """The values, one an epoch, of a quantity in the output file's training history."""
    import ROOT

    with ROOT.TFile.Open(str(path)) as file:
        histogram = file.Get(f"dataset/Method_PyKeras/{title}/TrainingHistory_{title}_{quantity}")
        return [histogram.GetBinContent(i + 1) for i in range(histogram.GetNbinsX())]


@pytest.fixture
def run(work):
    """run("command", "argument", ...) -> CompletedProcess in `work`, with text output; environment=value adds a variable."""

    def start(*command, cwd=work, **arguments):
        return run_program(*command, cwd=cwd, **arguments)

    return start


def run_program(*command, cwd, timeout=240, **environment):
    """Return the CompletedProcess, with text output; environment=value adds a variable."""
    return subprocess.run([str(part) for part in command], cwd=cwd, env={**os.environ, **environment},
                          capture_output=True, text=True, timeout=timeout)


@pytest.fixture
def run_macro(run, root_exe, work):
    """run_macro(code) runs the body of a macro, in which {inputs} etc. were filled in, in root.exe."""

    def start(code, name="macro", **arguments):
        (work / f"{name}.C").write_text(code)
        return run(root_exe, "-l", "-b", "-q", f"{name}.C", **arguments)

    return start


@pytest.fixture
def run_python(run, work):
    """run_python(code) runs a script in a fresh Python."""

    def start(code, **arguments):
        (work / "script.py").write_text(code)
        return run(sys.executable, "script.py", **arguments)

    return start


@pytest.fixture(scope="session")
def trained(root, keras, tmp_path_factory):
    """[standalone.Trained, ...], in a directory that is not to be written to."""
    import standalone

    directory = tmp_path_factory.mktemp("trained")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(directory)
        return standalone.train(root, keras, directory)
