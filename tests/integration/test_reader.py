"""The weight file: all that TMVA::Reader needs, and what is said where it is damaged or does not fit."""

import re
from array import array
from pathlib import Path

import numpy as np
import pytest
from conftest import VARIABLES, Job, test_tree, without_native

TRAINING = "NumEpochs=1:VarTransform=D,N:LearnRate=0.05"


@pytest.fixture(scope="module")
def trained(root, inputs, tmp_path_factory):
    """A directory with dataset/weights/ and output.root of a job with the methods softmax and sigmoid."""
    directory = tmp_path_factory.mktemp("trained")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(directory)
        job = Job(root, inputs, signal_first=False)
        for title in ("softmax", "sigmoid"):
            job.book(title, f"FilenameModel={inputs / title}.yml:{TRAINING}")
        job.run().close()
    return directory


def weight_file(trained, title="softmax"):
    return trained / f"dataset/weights/job_{title}.weights.xml"


class Reader:
    """A TMVA::Reader with its variables."""

    def __init__(self, root, variables=VARIABLES):
        self.reader = root.TMVA.Reader("!Color:Silent")
        self.values = [array("f", [0]) for _ in variables]
        for name, value in zip(variables, self.values):
            self.reader.AddVariable(name, value)

    def book(self, path, tag="nn"):
        return self.reader.BookMVA(tag, str(path))

    def __call__(self, events, tag="nn"):
        responses = []
        for event in events:
            for value, number in zip(self.values, event):
                value[0] = number
            responses.append(self.reader.EvaluateMVA(tag))
        return np.array(responses)


def events_and_responses(trained, title):
    tree = test_tree(trained / "output.root")
    return np.stack([tree[name] for name in VARIABLES], axis=1)[:200], tree[title][:200]


def test_the_weight_file_alone_is_enough(root, trained, work):
    reader = Reader(root)
    for title in ("softmax", "sigmoid"):
        copy = work / f"{title}.xml"
        copy.write_bytes(weight_file(trained, title).read_bytes())
        reader.book(copy, title)
    for title in ("softmax", "sigmoid"):
        events, expected = events_and_responses(trained, title)
        np.testing.assert_allclose(reader(events, title), expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("applied", ["natively", "by Keras"])
def test_network_of_a_gpu_is_applied_without_one(run_python, trained, work, applied):
    """In a process of its own, with a Reader that is silent and one that is not. Only Keras has use for a GPU."""
    text = re.sub('(<Option name="Device".*?)/>', r"\1>GPU1</Option>", weight_file(trained).read_text())
    text = text if applied == "natively" else without_native(text)
    (work / "gpu.xml").write_text(re.sub('(<Option name="Verbose".*?>)0<', r"\g<1>1<", text))
    events, expected = events_and_responses(trained, "softmax")
    done = run_python(f"""
import ROOT
from array import array
for options in ("Silent", "!Silent"):
    reader = ROOT.TMVA.Reader(options)
    values = [array("f", [value]) for value in {events[0].tolist()}]
    for name, value in zip({list(VARIABLES)}, values):
        reader.AddVariable(name, value)
    reader.BookMVA("nn", "gpu.xml")
    assert abs(reader.EvaluateMVA("nn") - {expected[0]}) < 1e-6
""")
    lines = [line for line in done.stdout.splitlines() if 'evaluated on the CPU. Device="GPU:1" is not there' in line]
    assert done.returncode == 0 and len(lines) == (applied == "by Keras"), done.stdout + done.stderr


def test_book_from_a_string(root, trained):
    reader = Reader(root)
    method = reader.reader.BookMVA(root.TMVA.Types.kPyKeras, weight_file(trained).read_text())
    events, expected = events_and_responses(trained, "softmax")
    for value, number in zip(reader.values, events[0]):
        value[0] = number
    assert reader.reader.EvaluateMVA(method) == pytest.approx(expected[0], abs=1e-6)


def without_network(trained):
    return re.sub(r"<Weights.*</Weights>", "", weight_file(trained).read_text(), flags=re.DOTALL)


def of_roots_own(trained):
    """The text of a weight file as ROOT's own PyKeras writes it: without options that only ours has."""
    ours = "FilenameWeights|Device|tfkeras|AllowUnsafeModel|Optimizer|LearnRate|Loss|Metrics|Backend|Seed"
    text, count = re.subn(rf'<Option name="({ours})".*\n', "", without_network(trained))
    assert count >= 9
    return text


@pytest.mark.parametrize("place", ["beside", "tree", "working directory"])
def test_a_file_of_roots_own_pykeras_names_the_model(root, trained, work, monkeypatch, place):
    """It has no <Weights>, and the path of its model is relative to the directory of the training."""
    text = of_roots_own(trained)
    model = trained / "dataset/weights/TrainedModel_softmax.h5"
    directory = {"beside": work / "moved", "tree": work / "tree/dataset/weights", "working directory": work / "xml"}[place]
    directory.mkdir(parents=True)
    (directory / "old.weights.xml").write_text(text)
    target = work / "dataset/weights" if place == "working directory" else directory
    target.mkdir(parents=True, exist_ok=True)
    (target / model.name).write_bytes(model.read_bytes())
    if place == "tree":
        (work / "elsewhere").mkdir()
        monkeypatch.chdir(work / "elsewhere")
    reader = Reader(root)
    reader.book(directory / "old.weights.xml")
    events, expected = events_and_responses(trained, "softmax")
    np.testing.assert_allclose(reader(events), expected, rtol=0, atol=1e-6)


def test_a_line_says_where_the_model_of_such_a_file_is(root, trained, work, capfd):
    (work / "old.xml").write_text(of_roots_own(trained))
    model = work / "TrainedModel_softmax.h5"
    model.write_bytes((trained / "dataset/weights" / model.name).read_bytes())
    reader = Reader(root)
    root.TMVA.gConfig().SetSilent(False)
    reader.book("old.xml")
    lines = [line for line in capfd.readouterr().out.splitlines() if "is applied by Keras, not natively" in line]
    assert len(lines) == 1 and lines[0].rstrip().endswith(f"its weight file has no network, it is read from {model}")


def test_the_model_of_such_a_file_is_missing(root, trained, work):
    text = of_roots_own(trained)
    Path("old.xml").write_text(text)
    with pytest.raises(Exception, match=r'PyKeras "\w+": .*TrainedModel_softmax.h5 cannot be read: No such file'):
        Reader(root).book("old.xml")


@pytest.mark.parametrize("from_text", [False, True])
def test_a_file_that_lost_its_network_does_not_take_another_one(root, trained, work, from_text):
    """Beside it may be the model of another job of the same title."""
    (work / "lost.xml").write_text(without_network(trained))
    name = "TrainedModel_softmax.h5"
    (work / name).write_bytes((trained / "dataset/weights" / name).read_bytes())
    reader = Reader(root)
    message = r'PyKeras "softmax": the weight file .*lost its network, the node <Weights>.*Copy it again, or train again'
    with pytest.raises(Exception, match=message) as error:
        if from_text:
            reader.reader.BookMVA(root.TMVA.Types.kPyKeras, without_network(trained))
        else:
            reader.book("lost.xml")
    assert from_text or "the weight file lost.xml has lost" in str(error.value)


def test_other_variables(root, trained):
    with pytest.raises(Exception, match="(?s)x.*u|u.*x"):
        Reader(root, ["u", "y", "z"]).book(weight_file(trained))
    with pytest.raises(Exception, match="3.*2|2.*3"):
        Reader(root, ["x", "y"]).book(weight_file(trained))


DAMAGES = {
    "format": (r'Format="1"', 'Format="9"', r'Format="9", this version reads Format="1"'),
    "outputs": (r'NOutputs="2"', 'NOutputs="0"', 'NOutputs="0"'),
    "signal": (r'SignalOutput="1"', 'SignalOutput="2"', 'SignalOutput="2"'),
    "shape": (r'Shape="3,8"', 'Shape="3,9"', r'/kernel" cannot be read: its Shape="3,9" of float32 needs 108 bytes, there are 96'),
    "no shape": (r'Shape="3,8"', 'Shape="3,a"', 'Shape="3,a" is no list of sizes'),
    "base64": (r"(<Array[^>]*>\s*)\S\S\S", r"\1?!?", "/kernel\" cannot be read: "),
    "architecture": (r"(?s)<Architecture>.*</Architecture>", "", "no <Architecture>"),
    "no attribute": (r' DType="float32"', "", 'its node <Array> has no attribute "DType"'),
    "missing array": (r"(?s)<Array Name=\"[^\"]*bias.*?</Array>", "", "needs 4 arrays, got 3"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_weights(root, trained, work, damage):
    pattern, replacement, message = DAMAGES[damage]
    text, count = re.subn(pattern, replacement, weight_file(trained).read_text(), count=1)
    assert count == 1
    Path("damaged.xml").write_text(text)
    with pytest.raises(Exception, match='PyKeras "softmax": ') as error:
        Reader(root).book("damaged.xml")
    assert message in str(error.value)


def test_a_damaged_architecture_matters_to_keras_only(root, trained, work):
    no_model = "<Architecture>e30=</Architecture>"
    text = re.sub(r"(?s)<Architecture>.*</Architecture>", no_model, weight_file(trained).read_text())
    Path("native.xml").write_text(text)
    reader = Reader(root)
    reader.book("native.xml")
    events, expected = events_and_responses(trained, "softmax")
    np.testing.assert_allclose(reader(events), expected, rtol=0, atol=1e-6)
    Path("keras.xml").write_text(without_native(text))
    with pytest.raises(Exception, match='PyKeras "softmax": .*the stored network'):
        Reader(root).book("keras.xml")


def test_a_truncated_or_missing_weight_file(root, trained, work):
    Path("truncated.xml").write_text(weight_file(trained).read_text()[:2000])
    for name in ("truncated.xml", "missing.xml"):
        with pytest.raises(Exception, match=name):
            Reader(root).book(name)
