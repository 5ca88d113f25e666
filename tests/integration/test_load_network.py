"""load_network: a trained network in Python with neither ROOT nor Keras, beside the Reader."""

import re

import numpy as np
import pytest
from standalone import cases, tolerance

LOAD = """
import sys
class NoRoot:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "ROOT":
            raise ImportError(name)

sys.meta_path.insert(0, NoRoot())
import numpy, pytmva_keras
network = pytmva_keras.load_network({path!r})
print(network.variables, network.expressions, network.classes, network.targets, network.analysis, network.signal)
numpy.save("outputs.npy", network.predict(numpy.load("events.npy").tolist()))
print(sorted({{"keras", "tensorflow", "h5py", "yaml"}} & set(sys.modules)), "libCore" in open("/proc/self/maps").read())
"""


def test_load_network_needs_neither_root_nor_keras(trained, run_python, work):
    job = trained[2]
    np.save("events.npy", job.events)
    done = run_python(LOAD.format(path=str(job.weight_file("chain"))))
    assert done.returncode == 0, done.stderr
    assert done.stdout == "['x', 'sum', 'z'] ['x', 'x+y', 'z'] ['Regression'] ['t', 'u'] Regression 0\n[] False\n"
    found, expected = np.load("outputs.npy"), job.expected["chain"]
    assert found.dtype == np.float32 and (np.abs(found - expected) <= tolerance(expected)).all()


def test_load_network_responds_as_the_reader(trained):
    from pytmva_keras import load_network

    for job, title in cases(trained):
        network, expected = load_network(job.weight_file(title)), job.expected[title]
        found = network.predict(job.events)
        if job.analysis == "Classification":
            assert found.shape[1] == (2 if title == "soft max" else 1) and network.classes == ["Signal", "Background"]
            found = found[:, [network.signal]]
        gauss = 10 if title in ("sigmoid", "multi", "gauss") else 1
        assert found.shape == expected.shape and found.dtype == np.float32
        assert (np.abs(found - expected) <= gauss * tolerance(expected)).all(), (title, np.abs(found - expected).max())
        one_nan = np.isnan(network.predict([*job.events[:2], [0, np.nan, 0]]))
        assert one_nan[2].all() and not one_nan[:2].any(), title
        assert network.predict(np.zeros((0, 3))).shape == (0, found.shape[1] if title != "soft max" else 2)


DAMAGES = {
    "method": ('Method="PyKeras::', 'Method="Fisher::', "is of the method Fisher, expected PyKeras"),
    "truncated": (r"(?s)<Weights.*", "", "is no weight file, or a damaged one: no element found"),
    "doctype": (r"<MethodSetup", '<!DOCTYPE a [<!ENTITY b "c">]><MethodSetup', "it has a DOCTYPE, which could define entities"),
    "deep": (r"<Weights", "<a>" * 40 + "</a>" * 40 + "<Weights", "its nodes are too many or too deep"),
    "other": (r"MethodSetup", "Setup", "it begins with <Setup>"),
    "classes": (r"(?s)<Classes.*</Classes>", "", "a <MethodSetup> has no <Classes>"),
    "analysis": ('value="Regression"', 'value="Guess"', "it does not say its AnalysisType"),
    "transformation": ('Name="Decorrelation"', 'Name="Rotation"', 'the transformation "Rotation", known are Normalize'),
    "spectator": ('Type="Variable"', 'Type="Spectator"', 'takes the Spectator "x", which no network gets'),
    "matrix": (r"(<Matrix[^>]*>\s*)\S+", r"\1", "a <Matrix> holds 8 numbers, expected 9"),
    "no number": (r"(<Matrix[^>]*>\s*)\S+", r"\1a", "a <Matrix> holds something that is no number"),
    "bins": (r"(<HistogramBinning[^>]*>\s*)\S+", r"\g<1>9e9", "a PDF has no bins, or none in ascending order"),
    "class": (r'Name="PCA"', 'Name="Gauss"', 'a <Transform> has no attribute "FlatOrGauss"'),
    "range": (r'<Range ([^>]*)Min="[^"]*"', r'<Range \1Min="inf"', 'a <Range> has Min="inf", expected a number'),
    "large": (r'<Range ([^>]*)Max="[^"]*"', r'<Range \1Max="1e300"', 'a <Range> has Max="1e300", expected a number'),
    "format": ('Format="1"', 'Format="2"', 'Format="2", this version reads Format="1"'),
    "keras": (r"(?s)<Native>.*</Native>", '<Native Missing="a Lambda"/>', "can only be applied by Keras (a Lambda)"),
    "native": (r"(?s)<Native>.*</Native>", "<Native>YQ==</Native>", 'the network begins with "a"'),
    "base64": (r"(<Array[^>]*>\s*)\S\S\S", r"\1?!?", "a <Array> cannot be decoded"),
    "shape": ('Shape="3,8"', 'Shape="3,9"', 'kernel" have 96 bytes, expected 108'),
    "no shape": ('Shape="3,8"', 'Shape="3,-8"', 'Shape="3,-8" is no list of sizes'),
    "type": ('DType="float32"', 'DType="money"', 'of the unknown type "money"'),
    "missing file": ("<Weights ", '<Weights File="gone.bin" ', "gone.bin, with the arrays of the network cannot be read"),
    "samples": (r"<Sample Name=\"outputs\"", '<Sample Name="guesses"', "no samples to be checked with"),
    "signal": (r'SignalOutput="0"', 'SignalOutput="2"', "SignalOutput is 2, the network has 2 outputs"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_load_network_refuses(trained, work, damage):
    from pytmva_keras import EvaluationError, load_network

    pattern, replacement, message = DAMAGES[damage]
    text, count = re.subn(pattern, replacement, trained[2].weight_file("chain").read_text(), count=damage != "other")
    assert count
    (work / "damaged.xml").write_text(text)
    with pytest.raises(EvaluationError, match=r"damaged\.xml|gone\.bin") as error:
        load_network("damaged.xml")
    assert message in str(error.value) and str(error.value).count("damaged.xml") == 1


def test_load_network_refuses_a_network_that_responds_otherwise(trained, work):
    from pytmva_keras import EvaluationError, load_network

    text = trained[2].weight_file("chain").read_text()
    bias = re.search(r'<Array Name="[^"]*bias" DType="float32" Shape="2">\s*(\S+)\s*</Array>', text)
    (work / "damaged.xml").write_text(text.replace(bias[1], "AADIQgAAyEI="))  # 100, 100
    with pytest.raises(EvaluationError, match="damaged.xml: its network does not respond to its samples as Keras does"):
        load_network("damaged.xml")


def test_load_network_refuses_other_events(trained):
    from pytmva_keras import EvaluationError, load_network

    network = load_network(trained[2].weight_file("chain"))
    for shape in ((3,), (2, 4), (1, 2, 3)):
        with pytest.raises(EvaluationError, match=r'"chain" expects events of shape \(n, 3\), of the variables x, sum, z'):
            network.predict(np.zeros(shape))
    for given, message in ((np.full((2, 3), "1.5"), "got the type <U3"), ([[1, 2], [1]], "an array of real numbers"),
                           (np.ones((2, 3), complex), "the type complex128"), (np.full((2, 3), None), "the type object")):
        with pytest.raises(EvaluationError, match=f'"chain": expected.*{message}'):
            network.predict(given)
    with pytest.raises(EvaluationError, match="gone.xml cannot be read: No such file"):
        load_network("gone.xml")


class Frame(dict):
    """A data frame, as those of pandas and polars: columns by name."""

    @property
    def columns(self):
        return self.keys()


def test_load_network_takes_the_columns_of_a_data_frame_by_name(trained):
    """By the labels of the variables x, sum := x+y and z, or by their expressions; in any order, others ignored."""
    from pytmva_keras import load_network

    job = trained[2]
    network = load_network(job.weight_file("chain"))
    x, total, z = job.events.T
    for name in ("sum", "x+y"):
        frame = Frame({"text": np.array(["a"] * len(x)), "z": z, name: list(total), 7: x, "x": x.astype(float)})
        np.testing.assert_array_equal(network.predict(frame), network.predict(job.events))
    both = Frame({"x+y": 0 * x, "sum": total, "z": z, "x": x})  # RDataFrame: the labels are RReader's columns
    np.testing.assert_array_equal(network.predict(both), network.predict(job.events))


class TwoOfAName(Frame):
    @property
    def columns(self):
        return [*self, "x"]


@pytest.mark.parametrize("frame, message", [
    (Frame({"z": [1.0], 3: [1.0], "x": [1.0]}), "needs a column for sum; the data frame has z, 3, x. Give .* x, sum, z"),
    (Frame(dict.fromkeys(range(20), [1.0])), r"needs a column for x, sum, z; the data frame has 0, .*, 11, \.\.\.\. Give"),
    (TwoOfAName({"x": [1.0], "sum": [1.0], "z": [1.0]}), r'columns, of the name "x"\. Give an array of shape \(n, 3\)'),
    (Frame({"x": [1.0], "sum": ["1"], "z": [1.0]}), 'column "sum": expected real numbers, got the type <U1'),
])
def test_load_network_refuses_other_data_frames(trained, frame, message):
    from pytmva_keras import EvaluationError, load_network

    network = load_network(trained[2].weight_file("chain"))
    with pytest.raises(EvaluationError, match=f'^The network "chain".*{message}'):
        network.predict(frame)


def test_load_network_names_the_variables_as_rreader_does(root, trained):
    from pytmva_keras import load_network

    path = trained[2].weight_file("chain")
    network, reader = load_network(path), root.TMVA.Experimental.RReader(str(path))
    assert network.variables == [str(name) for name in reader.GetVariableNames()] == ["x", "sum", "z"]
    assert network.expressions == [str(name) for name in reader.GetVariables()] == ["x", "x+y", "z"]
