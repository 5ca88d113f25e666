"""Networks applied in plain C++, without Python; by Keras where it must be, with a line that says why. The same responses."""

import base64
import re
import shutil
from array import array
from pathlib import Path

import numpy as np
import pytest
import pytmva_keras
from conftest import VARIABLES, Job, test_tree, without_native

USER_CODE = """
import keras

@keras.saving.register_keras_serializable("mine")
class Doubled(keras.layers.Layer):
    def call(self, x):
        return 2 * x
"""
NATIVE = ["dense", "normalised", "convolution", "recurrent", "two_inputs"]
OTHERS = ["custom", "lambda"]
UNSAFE = "AllowUnsafeModel:UserCode=code.py"


def build(keras, title, custom):
    layers = keras.layers
    if title == "two_inputs":
        inputs = [layers.Input((1,)), layers.Input((2,))]
        merged = layers.Concatenate()([inputs[0], layers.Dense(4, activation="elu")(inputs[1])])
        return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(merged))
    first = {
        "dense": [layers.Dense(8, activation="tanh")],
        "normalised": [layers.Dense(8, activation="gelu"), layers.BatchNormalization(), layers.Dropout(0.2)],
        "convolution": [layers.Reshape((3, 1)), layers.Conv1D(4, 2, padding="same", activation="relu"), layers.Flatten()],
        "recurrent": [layers.Reshape((3, 1)), layers.LSTM(5)],
        "custom": [custom()],
        "lambda": [layers.Lambda(lambda x: 2 * x)],
    }[title]
    return keras.Sequential([layers.Input((3,)), *first, layers.Dense(2, activation="softmax")])


@pytest.fixture(scope="module")
def trained(root, keras, inputs, tmp_path_factory):
    """A directory with dataset/weights/ and output.root of a job with a method for each network, evaluated."""
    directory = tmp_path_factory.mktemp("native")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(directory)
        Path("code.py").write_text(USER_CODE)
        names = {}
        exec(USER_CODE, names)
        job = Job(root, inputs)
        for title in NATIVE + OTHERS:
            keras.utils.set_random_seed(1)
            pytmva_keras.save_model(build(keras, title, names["Doubled"]), f"{title}.keras")
            job.book(title, f"FilenameModel={title}.keras:NumEpochs=1:LearnRate=0.05:{UNSAFE if title in OTHERS else ''}")
        job.run()
        method, values = job.factory.GetMethod("dataset", "normalised"), {}
        for kind in (root.TMVA.Types.kTraining, root.TMVA.Types.kTesting):
            method.Data().SetCurrentType(kind)
            values[int(kind)] = np.array(method.GetMvaValues())
        np.savez("values.npz", train=values[int(root.TMVA.Types.kTraining)], test=values[int(root.TMVA.Types.kTesting)])
        job.close()
    return directory


def weight_file(trained, title):
    return trained / f"dataset/weights/job_{title}.weights.xml"


def events_of(trained, tree="TestTree"):
    columns = test_tree(trained / "output.root", tree)
    return np.stack([columns[name] for name in VARIABLES], axis=1), columns


def keras_responses(trained, title, events):
    """Keras's, of the model file, to events as float32 (n, 3): the output for signal."""
    path = trained / f"dataset/weights/TrainedModel_{title}.h5"
    model = pytmva_keras.load_model(path, allow_unsafe=title in OTHERS)
    return model.predict(events, verbose=0)[:, 0]


class Reader:
    """A TMVA::Reader of the three variables."""

    def __init__(self, root, options="!Color:Silent"):
        self.reader, self.values = root.TMVA.Reader(options), [array("f", [0]) for _ in VARIABLES]
        for name, value in zip(VARIABLES, self.values):
            self.reader.AddVariable(name, value)

    def __call__(self, path, events, evaluate="EvaluateMVA"):
        self.reader.BookMVA("nn", str(path))
        responses = []
        for event in events:
            for value, number in zip(self.values, event):
                value[0] = number
            response = getattr(self.reader, evaluate)("nn")
            responses.append(response if evaluate == "EvaluateMVA" else list(response))
        return np.array(responses)


# --- the responses


@pytest.mark.parametrize("title", NATIVE + OTHERS)
def test_factory_and_reader_respond_as_keras(root, trained, monkeypatch, title):
    monkeypatch.chdir(trained)
    events, tree = events_of(trained)
    expected = keras_responses(trained, title, events)
    assert expected.std() > 0.01
    np.testing.assert_allclose(tree[title], expected, rtol=0, atol=1e-5)
    np.testing.assert_allclose(events_of(trained, "TrainTree")[1][title],
                               keras_responses(trained, title, events_of(trained, "TrainTree")[0]), rtol=0, atol=1e-5)
    responses = Reader(root)(weight_file(trained, title), events[:100])
    np.testing.assert_allclose(responses, expected[:100], rtol=0, atol=1e-5)


@pytest.mark.parametrize("kind", ["test", "train"])
def test_values_of_all_events_at_once(trained, kind):
    values = np.load(trained / "values.npz")[kind]
    events, tree = events_of(trained, {"test": "TestTree", "train": "TrainTree"}[kind])
    np.testing.assert_allclose(values, keras_responses(trained, "normalised", events), rtol=0, atol=1e-5)


@pytest.mark.parametrize("analysis, outputs", [("Multiclass", ["A", "B", "C"]), ("Regression", ["t", "u"])])
def test_several_outputs_are_those_of_keras(root, keras, work, analysis, outputs):
    layers = keras.layers
    last = layers.Dense(len(outputs), activation="softmax" if analysis == "Multiclass" else "linear")
    pytmva_keras.save_model(keras.Sequential([layers.Input((3,)), layers.Dense(8, activation="selu"), last]), "model.yml")
    output = root.TFile.Open("output.root", "RECREATE")
    factory = root.TMVA.Factory("job", output, f"Silent:AnalysisType={analysis}")
    loader = root.TMVA.DataLoader("dataset")
    for name in VARIABLES:
        loader.AddVariable(name)
    for name in outputs if analysis == "Regression" else ():
        loader.AddTarget(name)
    events = np.random.default_rng(1).normal(size=(300, 3)).astype(np.float32)
    for number, event in enumerate(events):
        add = loader.AddTestEvent if number % 2 else loader.AddTrainingEvent
        targets = [10 * event[0] + 3, event[1] - 5] if analysis == "Regression" else []
        values = root.std.vector["double"]([*map(float, [*event, *targets])])
        add("Regression" if targets else outputs[number % 3], values, 1)
    loader.PrepareTrainingAndTestTree(root.TCut(""), "SplitMode=Block:NormMode=None")
    factory.BookMethod(loader, root.TMVA.Types.kPyKeras, "nn", "FilenameModel=model.yml:NumEpochs=2:Verbose=0")
    factory.TrainAllMethods()
    factory.TestAllMethods()
    factory.EvaluateAllMethods()
    output.Close()
    model, tree = pytmva_keras.load_model("dataset/weights/TrainedModel_nn.h5"), test_tree()
    expected = model.predict(np.stack([tree[name] for name in VARIABLES], axis=1), verbose=0)
    found = np.stack([tree[f"nn.{name}"] for name in outputs], axis=1)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)
    read = Reader(root)("dataset/weights/job_nn.weights.xml", events[:50], f"Evaluate{analysis}")
    np.testing.assert_allclose(read, model.predict(events[:50], verbose=0), rtol=1e-5, atol=1e-5)


# --- without Python

MACRO = """
void macro() {
   float values[3] = {0.5, -1, 2};
   TMVA::Reader reader("Silent");
   for (int i = 0; i < 3; ++i)
      reader.AddVariable(std::string(1, 'x' + i), &values[i]);
   for (std::string title : {TITLES}) {
      reader.BookMVA(title, "job_" + title + ".weights.xml");
      std::cout << "response " << title << " " << reader.EvaluateMVA(title) << std::endl;
   }
   std::ifstream maps("/proc/self/maps");
   for (std::string line; std::getline(maps, line);)
      for (const char *name : {"libpython", "libPyTMVAPython", "libPyTMVAKeras"})
         if (line.find(name) != std::string::npos) {
            std::cout << "mapped " << name << std::endl;
            break;
         }
}
""".replace("TITLES", ", ".join(f'"{title}"' for title in NATIVE))
SCRIPT = f"""
import sys
import ROOT
reader, values = ROOT.TMVA.Reader("Silent"), [ROOT.std.vector("float")([value]) for value in (0.5, -1, 2)]
for name, value in zip("xyz", values):
    reader.AddVariable(name, value.data())
for title in {NATIVE}:
    reader.BookMVA(title, f"job_{{title}}.weights.xml")
    print("response", title, reader.EvaluateMVA(title))
print("imported", sorted({{"keras", "tensorflow", "numpy", "pytmva_keras"}} & set(sys.modules)))
"""


@pytest.mark.parametrize("program", ["root.exe", "root.exe without Python", "PyROOT"])
def test_the_weight_file_alone_is_enough_and_python_is_never_started(trained, run_macro, run_python, work, program):
    """The file was moved; where there is no Python that root.exe could start, it is all the same."""
    for title in NATIVE:
        shutil.copy(weight_file(trained, title), work)
    environment = {"PYTMVA_PYTHON": "/no/such/python"} if program == "root.exe without Python" else {}
    done = run_python(SCRIPT) if program == "PyROOT" else run_macro(MACRO, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    found = dict(re.findall(r"response (\w+) (\S+)", done.stdout))
    event = np.array([[0.5, -1, 2]], np.float32)
    for title in NATIVE:
        assert float(found[title]) == pytest.approx(keras_responses(trained, title, event)[0], abs=1e-5)
    if program == "PyROOT":
        assert "imported []" in done.stdout, done.stdout
    else:
        assert set(re.findall(r"mapped (\w+)", done.stdout)) == {"libPyTMVAKeras"}


def test_ten_million_events_take_no_memory(trained, run_macro, work):
    shutil.copy(weight_file(trained, "dense"), work / "nn.xml")
    done = run_macro("""
long Resident()
{
   long size, resident;
   std::ifstream("/proc/self/statm") >> size >> resident;
   return resident * 4096;
}
void macro()
{
   float values[3] = {};
   TMVA::Reader reader("Silent");
   for (int i = 0; i < 3; ++i)
      reader.AddVariable(std::string(1, 'x' + i), &values[i]);
   reader.BookMVA("nn", "nn.xml");
   double sum = 0;
   long before = 0;
   for (int i = 0; i < 10100000; ++i) {
      if (i == 100000)
         before = Resident();
      values[0] = 1e-7f * i;
      sum += reader.EvaluateMVA("nn");
   }
   std::cout << "sum " << sum << " grown " << Resident() - before << std::endl;
}
""")
    assert done.returncode == 0, done.stdout + done.stderr
    total, grown = re.search(r"sum (\S+) grown (\S+)", done.stdout).groups()
    assert float(total) > 1000 and int(grown) < 100_000


# --- by Keras


def test_what_has_no_native_form_is_applied_by_keras(trained, run_python):
    """One line says why."""
    events, tree = events_of(trained)
    done = run_python(f"""
import ROOT
reader, values = ROOT.TMVA.Reader("!Silent:!Color"), [ROOT.std.vector("float")([value]) for value in {events[0].tolist()}]
for name, value in zip("xyz", values):
    reader.AddVariable(name, value.data())
reader.BookMVA("nn", "{weight_file(trained, 'custom')}")
print("response", *[reader.EvaluateMVA("nn") for _ in range(3)])
""")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line for line in done.stdout.splitlines() if "is applied by Keras, not natively" in line]
    assert len(lines) == 1, done.stdout
    assert re.search(r'PyKeras "custom" is .*natively: the layer "doubled\w*" \(Doubled\): has no native form\s*$', lines[0])
    found = [float(value) for value in re.search("response (.*)", done.stdout)[1].split()]
    np.testing.assert_allclose(found, tree["custom"][0], rtol=0, atol=1e-6)


def test_an_older_weight_file(root, trained, work, capfd):
    Path("old.xml").write_text(without_native(weight_file(trained, "normalised").read_text()))
    events, tree = events_of(trained)
    responses = Reader(root, "!Silent:!Color")("old.xml", events[:20])
    np.testing.assert_allclose(responses, tree["normalised"][:20], rtol=0, atol=1e-5)
    assert "applied by Keras, not natively: its file is of an older version" in capfd.readouterr().out


HOSTILE = {
    "empty": "",
    "no text": "\0\1\2",
    "newer": "network 2\ninput shape=3\noutput from=0\n",
    "without an end": "network 1\ninput shape=3\n",
    "huge input": "network 1\ninput shape=1000000000\noutput from=0\n",
    "other inputs": "network 1\ninput shape=4\noutput from=0\n",
    "other outputs": "network 1\ninput shape=3\noutput from=0\n",
    "cycle": "network 1\ninput shape=3\nadd from=1,0\noutput from=1\n",
    "no such array": "network 1\ninput shape=3\ndense from=0 units=2 kernel=99\noutput from=1\n",
    "too many units": "network 1\ninput shape=3\ndense from=0 units=99999999 kernel=0\noutput from=1\n",
    "unknown operation": "network 1\ninput shape=3\nexecute from=0\noutput from=1\n",
    "another network": "network 1\ninput shape=3\ntake from=0 axis=0 index=0,1\noutput from=1\n",
    "no row": "network 1\ninput shape=3\ntake from=0 axis=0 index=0\nembedding from=1 rows=3 units=8 kernel=0\n"
              "reshape from=2 shape=8\ntake from=3 axis=0 index=0,1\noutput from=4\n",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_native_form_that_is_wrong_is_not_used(root, trained, work, capfd, case):
    """Keras is, with a line that says why; nothing crashes, and nothing huge is allocated."""
    encoded = base64.b64encode(HOSTILE[case].encode()).decode()
    text = re.sub("(?s)<Native>.*?</Native>", f"<Native>{encoded}</Native>", weight_file(trained, "dense").read_text())
    Path("hostile.xml").write_text(text)
    events, tree = events_of(trained)
    responses = Reader(root, "!Silent:!Color")("hostile.xml", events[:5])
    np.testing.assert_allclose(responses, tree["dense"][:5], rtol=0, atol=1e-5)
    assert capfd.readouterr().out.count('PyKeras "dense" is applied by Keras, not natively: ') == 1


def encoded_floats(values):
    return base64.b64encode(np.asarray(values, "<f4").tobytes()).decode()


DAMAGES = {
    "weights": (r'(?s)(<Array Name="[^"]*dense[^"]*/kernel"[^>]*>).*?(</Array>)', encoded_floats(np.ones(24)),
                "responds .* where Keras responded .* when it was trained: the weights were changed since"),
    "a NaN that Keras may hide": (r'(<Array Name="[^"]*dense[^"]*/kernel"[^>]*>\s*)\S{8}(?=\S)()', "AADAfwAA",
                                  'the weights ".*kernel" have a NaN: they were changed since the training'),
    "infinite weights": (r'(?s)(<Array Name="[^"]*dense[^"]*/kernel"[^>]*>).*?(</Array>)', encoded_floats([np.inf] * 24),
                         "responds .* where Keras responded"),
    "truncated weights": (r'(?s)(<Array Name="[^"]*dense[^"]*/kernel"[^>]*>).*?(</Array>)', "AAAAAAA",
                          'the weights ".*kernel" cannot be read: the base64 text ends early'),
    "truncated": ("(?s)(<Native>).*?(</Native>)", "bmV0d29yayAxC",
                  "the <Native> cannot be read: the base64 text ends early"),
    "no base64": ("(?s)(<Native>).*?(</Native>)", "?!?!", "the <Native> cannot be read: no base64 at character 0"),
    "samples": (r'(?s)(<Sample Name="outputs"[^>]*>).*?(</Sample>)', encoded_floats(np.ones(32)),
                "responds .* where Keras responded 1.0"),
    "truncated samples": (r'(?s)(<Sample Name="inputs"[^>]*>).*?(</Sample>)', "AAAA",
                          'the weights "inputs" cannot be read: its Shape="16,3" of float32 needs 192 bytes'),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_a_damaged_network_is_refused(root, trained, work, case):
    """Rather than applied: neither the native network nor Keras gives the responses of the training."""
    pattern, replacement, message = DAMAGES[case]
    text, count = re.subn(pattern, rf"\g<1>{replacement}\g<2>", weight_file(trained, "dense").read_text(), count=1)
    assert count == 1
    Path("damaged.xml").write_text(text)
    with pytest.raises(Exception, match=f'PyKeras "dense": .*{message}'):
        Reader(root)("damaged.xml", [])


def test_samples_of_another_network(root, trained, work, capfd):
    """Nothing can be checked with them."""
    other = re.sub(r'(?s)<Sample Name="inputs" DType="float32" Shape="16,3">.*?</Sample>',
                   f'<Sample Name="inputs" DType="float32" Shape="16,2">{encoded_floats(np.ones(32))}</Sample>',
                   weight_file(trained, "dense").read_text())
    Path("other.xml").write_text(other)
    events, tree = events_of(trained)
    responses = Reader(root, "!Silent:!Color")("other.xml", events[:5])
    np.testing.assert_allclose(responses, tree["dense"][:5], rtol=0, atol=1e-5)
    assert "it has no samples to be checked with" in capfd.readouterr().out


# --- more than 64 MB


def test_a_large_network_has_a_file_beside_the_weight_file(root, keras, make_job, work):
    layers = keras.layers
    model = keras.Sequential([layers.Input((3,)), layers.Dense(4200, "relu"), layers.Dense(4200, "relu"),
                              layers.Dense(2, "softmax")])
    pytmva_keras.save_model(model, "model.yml")
    job = make_job()
    job.book("nn", "FilenameModel=model.yml:Optimizer=SGD:LearnRate=0.1:NumEpochs=1:BatchSize=1000")
    job.run().close()
    weights = work / "dataset/weights"
    beside = weights / "job_nn.weights.nn.bin"
    assert beside.stat().st_size == 4 * model.count_params() > 64 << 20
    assert (weights / "job_nn.weights.xml").stat().st_size < 100_000
    moved = work / "moved"
    moved.mkdir()
    shutil.move(weights / "job_nn.weights.xml", moved)
    with pytest.raises(Exception, match=f'PyKeras "nn": .*{moved / beside.name}, which cannot be read. Put it beside'):
        Reader(root)(moved / "job_nn.weights.xml", [])
    shutil.move(beside, moved)
    events, tree = events_of(work)
    np.testing.assert_allclose(Reader(root)(moved / "job_nn.weights.xml", events[:20]), tree["nn"][:20], rtol=0, atol=1e-5)
