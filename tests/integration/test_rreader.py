"""TMVA::Experimental::RReader: responses of the Reader's, by events, in batches, and in an RDataFrame of several threads."""

import re
from array import array
from pathlib import Path

import numpy as np
import pytest
from conftest import SOURCE

NAMES = ["a", "b", "c"]
N_EVENTS = 400
FISHER = SOURCE / "tests/data/reader/plain.weights.xml"

# analysis, outputs, activation, transformation
ANALYSES = {
    "Classification": (1, "sigmoid", "D,N"),
    "Multiclass": (3, "softmax", "D,N"),
    "Regression": (2, "linear", "D(_V_),N"),
}


def train(root, keras, analysis):
    """Leaves <analysis>.xml, and of a classification Fisher.xml and Category.xml, in the working directory."""
    from pytmva_keras import save_model

    outputs, activation, transformation = ANALYSES[analysis]
    keras.utils.set_random_seed(1)
    layers = keras.layers
    save_model(keras.Sequential([layers.Input((3,)), layers.Dense(16, activation="tanh"),
                                 layers.Dense(outputs, activation=activation)]), "model.yml")
    factory = root.TMVA.Factory("job", f"Silent:!Color:!DrawProgressBar:AnalysisType={analysis}")
    loader = root.TMVA.DataLoader(analysis)
    for name in NAMES:
        loader.AddVariable(name)
    if analysis != "Classification":
        loader.AddSpectator("twice_b := 2*b")
    if analysis == "Regression":
        loader.AddTarget("t")
        loader.AddTarget("u")
    for a, b, c in np.random.default_rng(2).normal(size=(600, 3)):
        for add in (loader.AddTrainingEvent, loader.AddTestEvent):
            if analysis == "Regression":
                add("Regression", [a, b, c, 100 * a + 7, b - c, 2 * b], 1.0)
            elif analysis == "Multiclass":
                add("ABC"[int(a > 0.3) + int(b > 0.1)], [a, b, c, 2 * b], 1.0)
            else:
                add("Signal" if a + b > 0.2 else "Background", [a, b, c], 1.0)
    loader.PrepareTrainingAndTestTree(root.TCut(""), "NormMode=None:!V")
    factory.BookMethod(loader, root.TMVA.Types.kPyKeras, "nn",
                       f"VarTransform={transformation}:FilenameModel=model.yml:NumEpochs=10:LearnRate=0.02:Verbose=0")
    if analysis == "Classification":
        factory.BookMethod(loader, root.TMVA.Types.kFisher, "Fisher", "VarTransform=G,D")
        category = factory.BookMethod(loader, root.TMVA.Types.kCategory, "Category", "")
        for title, cut in (("positive", "a>0"), ("negative", "a<=0")):
            category.AddMethod(cut, "a:b:c", root.TMVA.Types.kFisher, title, "VarTransform=N")
    factory.TrainAllMethods()
    for title in ("nn", "Fisher", "Category"):
        file = Path(f"{analysis}/weights/job_{title}.weights.xml")
        if file.exists():
            file.rename(f"{analysis if title == 'nn' else title}.xml")


@pytest.fixture(scope="module")
def trained(root, keras, tmp_path_factory):
    """A directory with the weight files, and events.root with a tree `events`: events() a hundred times."""
    directory = tmp_path_factory.mktemp("rreader")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(directory)
        for analysis in ANALYSES:
            train(root, keras, analysis)
        columns = dict(zip(NAMES, np.ascontiguousarray(np.tile(events(), (100, 1)).T)))
        options = root.RDF.RSnapshotOptions()
        options.fAutoFlush = 1000  # 40 clusters: what threads divide among them
        root.RDF.FromNumpy(columns).Snapshot("events", "events.root", NAMES, options)
    return directory


def events():
    return np.random.default_rng(5).normal(size=(N_EVENTS, 3)).astype(np.float32)


def responses_of_reader(root, path, analysis):
    """(events, responses), one event after the other."""
    reader = root.TMVA.Reader("!Color:Silent")
    values = [array("f", [0]) for _ in NAMES]
    for name, value in zip(NAMES, values):
        reader.AddVariable(name, value)
    spectator = array("f", [0])
    if analysis != "Classification":
        reader.AddSpectator("twice_b := 2*b", spectator)
    reader.BookMVA("nn", str(path))
    evaluate = {"Classification": lambda: [reader.EvaluateMVA("nn")], "Multiclass": lambda: reader.EvaluateMulticlass("nn"),
                "Regression": lambda: reader.EvaluateRegression("nn")}[analysis]
    responses = []
    for event in events():
        for value, number in zip(values, event):
            value[0] = number
        responses.append([float(response) for response in evaluate()])
    return np.array(responses)


FILES = [("Classification", "Classification"), ("Multiclass", "Multiclass"), ("Regression", "Regression"),
         ("Fisher", "Classification"), ("Category", "Classification")]


@pytest.fixture(params=FILES, ids=lambda file: file[0])
def method(request, root, trained):
    """(path of a weight file, its responses to events() by the Reader)"""
    name, analysis = request.param
    path = trained / f"{name}.xml"
    return path, responses_of_reader(root, path, analysis)


def check_frame(root, name, expected, tolerance=1e-6):
    """The responses in <name>.root are those `expected` of events(): threads write them in any order."""
    columns = root.RDataFrame("responses", f"{name}.root").AsNumpy([*NAMES, "y"])
    number = {tuple(event): i for i, event in enumerate(events())}
    order = [number[event] for event in zip(*(columns[name] for name in NAMES))]
    assert (np.bincount(order, minlength=N_EVENTS) == 100).all()
    close([list(responses) for responses in columns["y"]], expected[order], tolerance)


def close(found, expected, tolerance=1e-6):
    """To 1e-6 of the largest response."""
    assert np.isfinite(found).all()
    scale = 1 + np.abs(expected).max(axis=0)
    np.testing.assert_allclose(np.array(found) / scale, expected / scale, rtol=0, atol=tolerance)


def test_event_by_event(root, method):
    path, expected = method
    reader = root.TMVA.Experimental.RReader(str(path))
    assert [str(name) for name in reader.GetVariableNames()] == NAMES
    assert np.ptp(expected, axis=0).min() > 0.1
    close([list(reader.Compute(event.tolist())) for event in events()[:50]], expected[:50])


def test_a_tensor(root, method):
    path, expected = method
    tensor = root.TMVA.Experimental.RTensor["float"]
    reader = root.TMVA.Experimental.RReader(str(path))
    rows, columns = events(), np.asfortranarray(events())
    layout = root.TMVA.Experimental.MemoryLayout.ColumnMajor
    for given in (tensor(rows, rows.shape), tensor(columns.ravel(order="F"), columns.shape, layout)):
        found = reader.Compute(given)
        assert tuple(found.GetShape()) == expected.shape
        close([[found(i, k) for k in range(expected.shape[1])] for i in range(N_EVENTS)], expected)


def test_arrays(root, method):
    import pytmva_keras

    pytmva_keras.enable()
    path, expected = method
    reader = root.TMVA.Experimental.RReader(str(path))
    for given in (events(), events().astype(float), np.asfortranarray(events()), np.repeat(events(), 2, axis=0)[::2],
                  events().tolist(), tuple(map(tuple, events().tolist()))):
        found = reader.Compute(given)
        assert found.dtype == np.float32 and found.shape == expected.shape
        close(found, expected)
    assert reader.Compute(np.empty((0, 3))).shape == (0, expected.shape[1])
    many = reader.Compute(np.tile(events(), (30, 1)))  # more than a block
    close(many, np.tile(expected, (30, 1)))
    close([list(reader.Compute(events()[0]))], expected[:1])


def test_not_a_number(root, method, capfd):
    path, expected = method
    root.TMVA.gConfig().SetSilent(False)
    reader = root.TMVA.Experimental.RReader(str(path))
    given = events()
    given[[3, 7], [0, 2]] = np.nan
    found = reader.Compute(root.TMVA.Experimental.RTensor["float"](given, given.shape))
    found = np.array([[found(i, k) for k in range(expected.shape[1])] for i in range(N_EVENTS)])
    assert (found[[3, 7]] == -999).all()
    kept = np.delete(np.arange(N_EVENTS), [3, 7])
    close(found[kept], expected[kept])
    assert capfd.readouterr().out.count("2 events have a NaN") == 1
    assert list(reader.Compute([0.0, float("nan"), 0.0])) == [-999] * expected.shape[1]


def test_wrong_calls(root, trained):
    reader = root.TMVA.Experimental.RReader(str(trained / "Multiclass.xml"))
    tensor = root.TMVA.Experimental.RTensor["float"]
    for given, number in (([1.0, 2.0], 2), ([1.0] * 4, 4), (tensor([5, 2]), 2)):
        with pytest.raises(Exception, match=f"{number} values of an event were given.* 3 variables.*: a, b, c"):
            reader.Compute(given)
    for given in (tensor([1, 2, 3]), np.zeros((1, 2, 3))):
        with pytest.raises(Exception, match="3 dimensions.*events, variables"):
            reader.Compute(given)


def test_reading_prints_nothing(root, method, capfd):
    root.TMVA.gConfig().SetSilent(False)
    reader = root.TMVA.Experimental.RReader(str(method[0]))
    reader.Compute([1.0, 2.0, 3.0])
    assert capfd.readouterr() == ("", "")
    root.TMVA.Reader("var1:var2:var3", "!Color").BookMVA("M", str(FISHER))  # others speak as before
    assert "Booking" in capfd.readouterr().out


@pytest.mark.parametrize("imported", ["", "import pytmva_keras; pytmva_keras.enable()"])
def test_a_wrong_number_of_values_is_said_by_the_exception_only(run_python, imported):
    """PyROOT would print it twice where it has called the function with a list before."""
    result = run_python(f"""
import ROOT
{imported}
reader = ROOT.TMVA.Experimental.RReader("{FISHER}")
reader.Compute([1.0, 2.0, 3.0])
for given in ([], [1.0, 2.0]):
    try:
        reader.Compute(given)
    except Exception as error:
        assert f"{{len(given)}} values of an event" in str(error)
""")
    assert result.returncode == 0 and "FATAL" not in result.stdout, result.stdout + result.stderr


def test_files_that_cannot_be_applied(root, trained, work):
    with pytest.raises(Exception, match="missing.xml cannot be read: No such file"):
        root.TMVA.Experimental.RReader("missing.xml")
    Path("truncated.xml").write_text((trained / "Regression.xml").read_text()[:3000])
    with pytest.raises(Exception, match="truncated.xml"):
        root.TMVA.Experimental.RReader("truncated.xml")
    folds = SOURCE / "tests/data/crossvalidation/cv_deterministic_k2.TMVACrossValidation_Fisher.weights.xml"
    with pytest.raises(Exception, match="CrossValidation of .*spectators.*Apply it with TMVA::Reader"):
        root.TMVA.Experimental.RReader(str(folds))


DEFINE = """
#include "ROOT/RDataFrame.hxx"
#include "TMVA/RReader.hxx"

void macro()
{
   using namespace TMVA::Experimental;
   if (THREADS > 1)
      ROOT::EnableImplicitMT(THREADS);
   for (std::string name : {NAMES}) {
      RReader reader("DIRECTORY/" + name + ".xml");
      ROOT::RDataFrame frame("events", "DIRECTORY/events.root");
      auto defined = frame.Define("y", Compute<3, float>(reader), reader.GetVariableNames());
      defined.Snapshot("responses", name + ".root");
   }
}
"""


def macro(directory, threads, names=[name for name, _ in FILES]):
    listed = ", ".join(f'"{name}"' for name in names)
    return DEFINE.replace("THREADS", str(threads)).replace("NAMES", listed).replace("DIRECTORY", str(directory))


@pytest.mark.parametrize("threads, how", [(1, ""), (4, ""), (4, "+")])
def test_define_in_a_macro(root, root_exe, run, work, trained, threads, how):
    (work / "macro.C").write_text(macro(trained, threads))
    result = run(root_exe, "-l", "-b", "-q", f"macro.C{how}")
    assert result.returncode == 0, result.stdout + result.stderr
    for name, analysis in FILES:
        check_frame(root, name, responses_of_reader(root, trained / f"{name}.xml", analysis))


def test_autoloaded_in_a_macro(run_macro, trained):
    result = run_macro(f"""void macro() {{
   TMVA::Experimental::RReader reader("{FISHER}");
   printf("response %.6f\\n", reader.Compute({{0.5f, -0.25f, 1.5f}})[0]);
}}""")
    assert result.returncode == 0 and "response -0.386944" in result.stdout, result.stdout + result.stderr


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_define_in_python(run_python, root, trained, work, threads):
    """By a functor, and by a function that is compiled from text. A process of its own: ImplicitMT is of the process."""
    result = run_python(f"""
import ROOT
if {threads} > 1:
    ROOT.EnableImplicitMT({threads})
for name in {[name for name, _ in FILES]}:
    ROOT.gInterpreter.ProcessLine(f'TMVA::Experimental::RReader reader_{{name}}("{trained}/{{name}}.xml");')
    reader = getattr(ROOT, "reader_" + name)
    frame = ROOT.RDataFrame("events", "{trained}/events.root")
    columns = [str(column) for column in reader.GetVariableNames()]
    frame = frame.Define("y", ROOT.TMVA.Experimental.Compute[3, "float"](reader), columns)
    frame = frame.Define("z", f"reader_{{name}}.Compute({{{{a, b, c}}}})")
    differ = frame.Filter("y != z").Count()
    frame.Snapshot("responses", name + ".root")
    assert differ.GetValue() == 0
""")
    assert result.returncode == 0, result.stdout + result.stderr
    for name, analysis in FILES:
        check_frame(root, name, responses_of_reader(root, trained / f"{name}.xml", analysis))


@pytest.fixture
def keras_only(trained, work):
    """A directory with Multiclass.xml, whose network has no native form."""
    text = (trained / "Multiclass.xml").read_text()
    text, count = re.subn(r"(?s)<Native>.*</Native>", '<Native Missing="of this test"/>', text)
    assert count == 1
    (work / "keras").mkdir()
    (work / "keras/Multiclass.xml").write_text(text)
    (work / "keras/events.root").symlink_to(trained / "events.root")
    return work / "keras"


def test_keras_in_threads_of_a_macro(root, run_macro, trained, keras_only):
    result = run_macro(macro(keras_only, 4, ["Multiclass"]))
    assert result.returncode == 0 and "not natively: of this test" in result.stdout, result.stdout + result.stderr
    check_frame(root, "Multiclass", responses_of_reader(root, trained / "Multiclass.xml", "Multiclass"), 1e-5)


def test_keras_in_threads_of_python_is_refused(run_python, trained, keras_only):
    """The thread that runs Python waits for the others, which would wait for it."""
    result = run_python(f"""
import ROOT
reader = ROOT.TMVA.Experimental.RReader("{keras_only}/Multiclass.xml")
frame = ROOT.RDataFrame("events", "{trained}/events.root")
frame = frame.Define("y", ROOT.TMVA.Experimental.Compute[3, "float"](reader), list("abc"))
assert len(frame.Range(10).AsNumpy(["y"])["y"]) == 10
ROOT.gInterpreter.Declare('''
#include <thread>
std::string from_a_thread(const TMVA::Experimental::RReader &reader)
{{
   std::string message;
   std::thread thread([&] {{
      try {{
         reader.Compute({{1, 2, 3}});
      }} catch (const std::exception &error) {{
         message = error.what();
      }}
   }});
   thread.join();
   return message;
}}
''')
print(ROOT.from_a_thread(reader))
""", timeout=100)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "within PyROOT cannot be done in several threads. Call ROOT.DisableImplicitMT()" in result.stdout
