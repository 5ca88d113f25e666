"""A trained network without Keras and ROOT: as a C++ class (MakeClass), and in Python (load_network), beside the Reader."""

import re
import shutil
from array import array

import numpy as np
import pytest
from conftest import run_program

VARIABLES = ["x", "sum := x+y", "z"]
NAMES = ["x", "x+y", "z"]
N_EVENTS = 300
COMPILER = ["g++", "-std=c++17", "-pedantic", "-Wall", "-Wextra", "-Werror"]
STANDARD = ["algorithm", "cmath", "cstddef", "limits", "stdexcept", "string", "vector"]


class Trained:
    """Networks of one analysis, trained in dataset/weights/ of a directory, and their Reader's responses to `events`.

    networks: title -> (model, VarTransform, outputs of the Reader).
    """

    def __init__(self, root, directory, analysis, networks, job):
        from pytmva_keras import save_model

        self.directory, self.analysis, self.job, self.titles = directory, analysis, job, list(networks)
        generator = np.random.default_rng(4)
        self.events = generator.normal(size=(40, 3)).astype(np.float32)
        with root.TFile.Open(str(directory / f"{job}.root"), "RECREATE") as output:
            factory = root.TMVA.Factory(job, output, f"Silent:!Color:!DrawProgressBar:AnalysisType={analysis}")
            loader = root.TMVA.DataLoader("dataset")
            for name in VARIABLES:
                loader.AddVariable(name)
            if analysis == "Regression":
                loader.AddTarget("t")
                loader.AddTarget("u")
            for event in generator.normal(size=(N_EVENTS, 3)):
                for add in (loader.AddTrainingEvent, loader.AddTestEvent):
                    add(*self.label(*event))
            loader.PrepareTrainingAndTestTree(root.TCut(""), "NormMode=None:!V")
            for title, (model, transformations) in networks.items():
                save_model(model, str(directory / f"{title.split()[0]}.json"))
                factory.BookMethod(loader, root.TMVA.Types.kPyKeras, title,
                                   f"VarTransform={transformations}:FilenameModel={directory / title.split()[0]}.json:"
                                   "NumEpochs=2:LearnRate=0.02:BatchSize=50")
            factory.TrainAllMethods()
        self.expected = {title: self.apply_reader(root, title) for title in networks}

    def label(self, x, y, z):
        if self.analysis == "Regression":
            return "Regression", [x, x + y, z, 100 * x + 5, y - 3 * z], 1.0
        if self.analysis == "Multiclass":
            return "A" if x > 0.5 else "B" if y > 0 else "C", [x, x + y, z], 1.0
        return "Signal" if x + y > 0 else "Background", [x, x + y, z], 1.0

    def weight_file(self, title):
        return self.directory / f"dataset/weights/{self.job}_{title}.weights.xml"

    def class_file(self, title):
        return self.directory / f"dataset/weights/{self.job}_{title}.class.C"

    def apply_reader(self, root, title):
        reader = root.TMVA.Reader("!Color:Silent")
        values = [array("f", [0]) for _ in VARIABLES]
        for name, value in zip(VARIABLES, values):
            reader.AddVariable(name, value)
        reader.BookMVA(title, str(self.weight_file(title)))
        call = {"Classification": lambda name: [reader.EvaluateMVA(name)], "Multiclass": reader.EvaluateMulticlass,
                "Regression": reader.EvaluateRegression}[self.analysis]
        responses = []
        for event in self.events:
            for value, number in zip(values, event):
                value[0] = number
            responses.append(list(call(title)))
        return np.array(responses)


def small(keras, outputs, activation):
    keras.utils.set_random_seed(2)
    layers = keras.layers
    return keras.Sequential([layers.Input((3,)), layers.Dense(8, activation="tanh"), layers.BatchNormalization(),
                             layers.Dense(8, activation="relu"), layers.Dropout(0.1),
                             layers.Dense(outputs, activation=activation)])


def convolutional(keras):
    """Operations that move and pool: convolutions, transposed, grouped, dilated, pools, merges, attention."""
    layers = keras.layers
    x = inputs = layers.Input((3,))
    x = layers.Dense(24, activation="selu")(x)
    x = layers.Permute((2, 1, 3))(layers.Reshape((3, 4, 2))(x))
    x = layers.Conv2D(4, (2, 3), padding="same", groups=2, activation="gelu")(x)
    x = layers.Conv2DTranspose(2, 2, strides=2, activation="mish")(x)
    x = layers.concatenate([layers.MaxPooling2D(2)(x), layers.AveragePooling2D(2, padding="same")(x)])
    x = layers.DepthwiseConv2D(2, dilation_rate=1, activation="swish")(x)
    x = layers.Reshape((-1, 4))(layers.ZeroPadding2D(1)(x))
    y = layers.Conv1D(4, 3, padding="causal", dilation_rate=2, activation="softplus")(x)
    x = layers.add([x, y, layers.LayerNormalization()(y)])
    x = layers.MultiHeadAttention(2, 3)(x, x)
    x = layers.maximum([layers.Softmax()(x), layers.multiply([x, layers.UnitNormalization()(x)])])
    x = layers.average([layers.minimum([x, layers.PReLU()(x)]), layers.subtract([x, y])])
    x = layers.GlobalAveragePooling1D()(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(layers.ELU()(x)))


def activations(keras):
    """All functions of one number, and some of several."""
    from pytmva_keras.native import functions

    layers = keras.layers
    inputs = layers.Input((3,))
    x = layers.Rescaling(2.0, 0.1)(layers.Dense(4)(inputs))
    y = [layers.Activation(name)(x) for name in [*functions._FUNCTIONS, "log_softmax"]]
    y += [layers.LeakyReLU(0.3)(x), layers.ReLU(1.5, 0.1, 0.2)(x), layers.Dot(1)([x, y[1]])]
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(layers.concatenate(y)))


def recurrent(keras):
    """All cells, both ways, and an embedding of the first variable's sign."""
    layers = keras.layers
    inputs = layers.Input((3,))
    x = layers.Reshape((6, 2))(layers.Dense(12)(inputs))
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(x)
    x = layers.GRU(4, return_sequences=True, reset_after=True)(x)
    x = layers.GRU(4, return_sequences=True, reset_after=False, go_backwards=True, recurrent_activation="hard_sigmoid")(x)
    x = layers.SimpleRNN(5)(x)
    row = layers.Flatten()(layers.Embedding(5, 2)(layers.Dense(1, activation="relu6", trainable=False)(inputs)))
    return keras.Model(inputs, layers.Dense(3, activation="softmax")(layers.concatenate([x, row])))


@pytest.fixture(scope="module")
def trained(root, keras, tmp_path_factory):
    """[Trained, ...]: three analyses, with all transformations; in "other" a title that "job" has too."""
    directory = tmp_path_factory.mktemp("trained")
    jobs = [
        ("Classification", {"soft max": (small(keras, 2, "softmax"), "D,N"), "sigmoid": (small(keras, 1, "sigmoid"), "P,G"),
                            "convolutional": (convolutional(keras), "N"),
                            "activations": (activations(keras), "N")}, "job"),
        ("Multiclass", {"multi": (small(keras, 3, "softmax"), "G_A,D_B(x,z),N"),
                        "recurrent": (recurrent(keras), "I")}, "job"),
        ("Regression", {"regression": (small(keras, 2, "linear"), "N"),
                        "chain": (small(keras, 2, "linear"), "D,U(_V_,_T_),P,N(_V_,_T_)"),
                        "gauss": (small(keras, 2, "linear"), "G(_V_,_T_)")}, "job"),
        ("Classification", {"sigmoid": (small(keras, 1, "sigmoid"), "None")}, "other"),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(directory)
        return [Trained(root, directory, *job) for job in jobs]


def cases(trained):
    return [(job, title) for job in trained for title in job.titles]


MAIN = r"""
#include <cstdio>
#include <iostream>

template <class Network, class Respond>
void apply(const char *file, Respond respond)
{
   const Network network({"x", "x+y", "z"}), labels({"x", "sum", "z"}), others({"x", "y", "z"});
   if (!network.IsStatusClean() || !labels.IsStatusClean() || others.IsStatusClean())
      std::puts("wrong status");
   for (int mistake : {0, 1})
      try {
         mistake ? network.GetMvaValue({1, 2}) : others.GetMvaValue({1, 2, 3});
         std::puts("no exception");
      } catch (const std::invalid_argument &error) {
         std::cerr << error.what() << "\n";
      }
   std::FILE *events = std::fopen(file, "r");
   double x, y, z;
   while (std::fscanf(events, "%lf %lf %lf", &x, &y, &z) == 3) {
      for (double response : respond(network, std::vector<double>{x, y, z}))
         std::printf("%.9g ", response);
      std::puts("");
   }
   std::fclose(events);
}
"""


@pytest.fixture(scope="module")
def program(trained, tmp_path_factory):
    """A program with all classes in it, compiled where warnings are errors."""
    directory = tmp_path_factory.mktemp("program")
    lines = ["int main(int, char **arguments)", "{"]
    for number, (job, title) in enumerate(cases(trained)):
        shutil.copy(job.class_file(title), directory / f"{number}.class.C")
        name = title.replace(" ", "_")
        call = {"Classification": "std::vector<double>{network.GetMvaValue(event)}",
                "Multiclass": "network.GetMulticlassValues(event)", "Regression": "network.GetRegressionValues(event)"}
        lines += [f"   if (arguments[1] == std::string(\"{number}\"))",
                  f"      apply<pytmva_{job.job}_{name}::Read{name}>(arguments[2], [](const auto &network, const "
                  f"std::vector<double> &event) {{ return {call[job.analysis]}; }});"]
    includes = [f'#include "{number}.class.C"' for number in range(len(cases(trained)))]
    (directory / "program.cxx").write_text("\n".join([*includes, MAIN, *lines, "}", ""]))
    done = run_program(*COMPILER, "-O1", "-o", "program", "program.cxx", cwd=directory)
    assert done.returncode == 0 and not done.stderr, done.stderr
    for number, (job, _) in enumerate(cases(trained)):
        np.savetxt(directory / f"{number}.txt", job.events, "%.9g")
    return directory


def tolerance(expected):
    return 1e-6 * np.maximum(1, np.abs(expected).max(axis=0))


def test_classes_respond_as_the_reader(trained, program):
    for number, (job, title) in enumerate(cases(trained)):
        done = run_program("./program", number, f"{number}.txt", cwd=program)
        found, expected = np.array([line.split() for line in done.stdout.splitlines()], float), job.expected[title]
        assert done.returncode == 0 and found.shape == expected.shape and np.ptp(expected, axis=0).min() > 1e-4, title
        assert (np.abs(found - expected) <= tolerance(expected)).all(), (title, np.abs(found - expected).max())
        assert "expected the variables x x+y z in this order, got x y z" in done.stderr
        assert "expected 3 values, got 2" in done.stderr


def test_classes_need_no_library(trained):
    for job, title in cases(trained):
        text = job.class_file(title).read_text()
        included = re.findall(r"^#include (\S+)", text, re.MULTILINE)
        assert included == [f"<{name}>" for name in STANDARD]
        assert f"{job.job}_{title}.weights.xml" in text


def test_classes_in_root(trained, run_macro, work):
    """Two of them in one session of the interpreter."""
    jobs = {title: job for job, title in cases(trained) if job.job == "job"}
    values = ", ".join(map(repr, jobs["multi"].events[0].tolist()))
    (work / "use.C").write_text(f"""
void use()
{{
   const std::vector<std::string> names = {{"x", "x+y", "z"}};
   std::cout.precision(9);
   std::cout << Readmulti(names).GetMulticlassValues({{{values}}})[1] << std::endl;
   std::cout << Readgauss(names).GetRegressionValues({{{values}}})[0] << std::endl;
}}
""")
    lines = [f".L {jobs['multi'].class_file('multi')}", f".L {jobs['gauss'].class_file('gauss')}", ".x use.C"]
    done = run_macro("void macro() {" + "".join(f'gROOT->ProcessLine("{line}");' for line in lines) + "}")
    found = [float(line) for line in done.stdout.splitlines() if re.fullmatch(r"-?\d\S*", line)]
    expected = [jobs["multi"].expected["multi"][0, 1], jobs["gauss"].expected["gauss"][0, 0]]
    assert found == pytest.approx(expected, rel=1e-6) and not done.stderr, done


LOAD = """
import sys
class NoRoot:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "ROOT":
            raise ImportError(name)

sys.meta_path.insert(0, NoRoot())
import numpy, pytmva_keras
network = pytmva_keras.load_network({path!r})
print(network.variables, network.classes, network.targets, network.analysis, network.signal)
numpy.save("outputs.npy", network.predict(numpy.load("events.npy").tolist()))
print(sorted({{"keras", "tensorflow", "h5py", "yaml"}} & set(sys.modules)), "libCore" in open("/proc/self/maps").read())
"""


def test_load_network_needs_neither_root_nor_keras(trained, run_python, work):
    job = trained[2]
    np.save("events.npy", job.events)
    done = run_python(LOAD.format(path=str(job.weight_file("chain"))))
    assert done.returncode == 0, done.stderr
    assert done.stdout == "['x', 'x+y', 'z'] ['Regression'] ['t', 'u'] Regression 0\n[] False\n"
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
    assert message in str(error.value)


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
        with pytest.raises(EvaluationError, match=r'"chain" expects events of shape \(n, 3\), of the variables x, x\+y, z'):
            network.predict(np.zeros(shape))
    with pytest.raises(EvaluationError, match="gone.xml cannot be read: No such file"):
        load_network("gone.xml")


def test_a_class_is_made_again(trained, root, work):
    """Of a weight file that was read, in a file of another name."""
    reader = root.TMVA.Reader("!Color:Silent")
    values = [array("f", [0]) for _ in VARIABLES]
    for name, value in zip(VARIABLES, values):
        reader.AddVariable(name, value)
    method = reader.BookMVA("multi", str(trained[1].weight_file("multi")))
    method.MakeClass("again.C")
    again, first = (work / "again.C").read_text(), trained[1].class_file("multi").read_text()
    body = "class Readmulti"
    assert again[again.index(body):] == first[first.index(body):]
    with pytest.raises(Exception, match='PyKeras "multi": the class file gone/again.C cannot be written'):
        method.MakeClass("gone/again.C")


def test_no_class(root, keras, inputs, make_job, work, capfd):
    """Without ModelPersistence, too large, or not native; a line says why."""
    from pytmva_keras import save_model

    layers = keras.layers
    models = {"large": [layers.Dense(1000), layers.Dense(500)], "einsum": [layers.EinsumDense("ab,bc->ac", 4)],
              "spectator": []}
    for name, hidden in models.items():
        model = keras.Sequential([layers.Input((3,)), *hidden, layers.Dense(2, activation="softmax")])
        save_model(model, f"{name}.json")
    job = make_job()
    job.loader.AddSpectator("w")
    for name in models:
        job.book(name, f"FilenameModel={name}.json:NumEpochs=1:VarTransform={'N(x,w)' if name == 'spectator' else 'N'}")
    job.factory.TrainAllMethods()
    assert not capfd.readouterr().out
    root.TMVA.gConfig().SetSilent(False)
    job.factory.MakeClass("dataset")
    root.TMVA.gConfig().SetSilent(True)
    printed = capfd.readouterr().out
    reasons = {"large": "its weights would fill more than 5 MB of source code", "einsum": "EinsumDense",
               "spectator": 'it transforms the Spectator "w", which a class is not given'}
    for name, reason in reasons.items():
        path = f"dataset/weights/job_{name}.class.C"
        assert re.search(f'PyKeras "{name}": no class was written to {path}: .*{reason}.*. Apply .* with TMVA::Reader', printed)
    assert not list(work.glob("dataset/weights/*.class.C"))


def test_no_class_without_a_weight_file(inputs, make_job, work):
    job = make_job(factory="!ModelPersistence")
    job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}:NumEpochs=1")
    job.factory.TrainAllMethods()
    assert not list(work.rglob("*.class.C"))
