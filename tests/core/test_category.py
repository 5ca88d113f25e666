"""MethodCategory: the same as a job for each category, applied by the Reader, and its refusals."""

import re
from array import array

import numpy as np
import pytest

import weight_files
from categories import ALL, CUTS, VARIABLES, WEIGHT_FILE, Job, Reading, read_trees

@pytest.fixture(scope="module")
def trees(root):
    return read_trees(root)

pytestmark = pytest.mark.usefixtures("work")


@pytest.fixture
def make_job(root, trees):
    jobs = []

    def make(**arguments):
        jobs.append(Job(root, trees, **arguments))
        return jobs[-1]

    yield make
    for job in jobs:
        job.file.Close()


@pytest.mark.parametrize("norm", ["EqualNumEvents", "NumEvents", "None"])
@pytest.mark.parametrize("persistence", ["ModelPersistence", "!ModelPersistence"])
def test_is_what_a_job_for_each_category_is(make_job, norm, persistence):
    job = make_job(norm=norm, factory=persistence)
    job.book_category()
    job.run()
    for number, cut in enumerate(CUTS):
        variables = [name for name in VARIABLES[number].split(":") if name]
        alone = make_job(norm=norm, name=f"alone{number}", cut=cut, variables=variables)
        alone.book("Fisher")
        alone.run()
        for tree in ("TestTree", "TrainTree"):
            eta, response = job.columns(tree, "eta", "Cat")
            inside = (np.abs(eta) <= 1.3) == (number == 0)
            assert 500 < inside.sum() < 800
            assert response[inside] == pytest.approx(alone.columns(tree, "Cat")[0], rel=1e-5, abs=1e-6)


def test_a_random_split_is_that_of_the_whole_data_set(root, trees, make_job):
    """No event of the test sample was trained with."""
    job = make_job()
    loader = job.loader = root.TMVA.DataLoader("random")
    for name in ALL:
        loader.AddVariable(name)
    loader.AddSpectator("eta")
    loader.AddSignalTree(trees["Signal", "Training"])
    loader.AddBackgroundTree(trees["Background", "Training"])
    job.book_category()
    job.run()
    inner = np.abs(job.columns("TrainTree", "eta")[0]) <= 1.3
    trained = [int(node.get("value")) for node in weight_files.parse("random/weights/job_Cat.weights.xml").iter("Info")
               if node.get("name") == "Training events"]
    assert trained == [650, inner.sum(), (~inner).sum()]


def test_the_weight_file_holds_all(root, make_job, work):
    job = make_job()
    job.book_category()
    job.book("Fisher", "Fisher")
    job.run()
    assert sorted(path.name for path in (work / "dataset/weights").iterdir()) == [
        "job_Cat.weights.xml", "job_Fisher.weights.xml"]
    file = weight_files.parse(WEIGHT_FILE)
    assert file.get("Method") == "Category::Cat"
    assert [node.attrib for node in file.findall("Weights/SubMethod")] == [
        {"Index": str(i), "Method": f"Fisher::Sub_{i + 1}", "Cut": cut.replace(" ", ""), "Variables": names}
        for i, (cut, names) in enumerate(zip(CUTS, VARIABLES))]
    assert [node.get("NVar") for node in file.findall("Weights/SubMethod/Variables")] == ["4", "3"]
    for name in ("Cat", "Fisher"):  # the cuts are spectators of the data set, but not of its weight files and trees
        spectators = weight_files.parse(f"dataset/weights/job_{name}.weights.xml").find("Spectators")
        assert [node.get("Expression") for node in spectators] == ["eta"]
    info = job.loader.GetDataSetInfo()
    assert [(str(spec.GetLabel()), str(spec.GetExpression()), spec.GetVarType()) for spec in info.GetSpectatorInfos()] == [
        ("eta", "eta", "F"), ("Cat_cat1", "abs(eta)<=1.3", "C"), ("Cat_cat2", "abs(eta)>1.3", "C")]
    assert [branch.GetName() for branch in job.file.Get("dataset/TestTree").GetListOfBranches()] == [
        "classID", "className", *ALL, "eta", "weight", "Cat", "Fisher"]
    assert job.file.Get("dataset/Method_Category/Cat/Method_Fisher/Sub_2")
    assert job.file.Get("dataset/Method_Category/Cat/MVA_Cat_effBvsS")


@pytest.fixture
def trained(make_job):
    """trained(cuts=...) -> Job that wrote the weight file."""

    def train(**arguments):
        job = make_job()
        job.book_category(**arguments)
        return job.run()

    return train


@pytest.mark.parametrize("cuts", [CUTS, ("eta>0 && var1>0", "eta<=0 || var1<=0"),
                                  ("int(10*abs(eta))%2==0", "int(10*abs(eta))%2!=0")])
def test_reader_responds_as_the_test_does(root, trained, cuts):
    job = trained(cuts=cuts)
    reading = Reading(root).book()
    for *values, response in job.columns("TestTree", *ALL, "eta", "Cat").T[::50]:
        variables = dict(zip((*ALL, "eta"), values))
        assert reading.respond(**variables) == pytest.approx(response, rel=1e-5, abs=1e-6)
        of_vector = reading.reader.EvaluateMVA(root.std.vector["float"](values[:4]), "Cat")
        assert of_vector == pytest.approx(response, rel=1e-5, abs=1e-6)
    assert reading.respond(var2=float("nan")) == -999


def test_an_event_of_no_category_gets_0(root, trained, capfd):
    job = trained(cuts=("eta<-1", "eta>1"))
    eta, response = job.columns("TestTree", "eta", "Cat")
    assert np.array_equal(response == 0, np.abs(eta) <= 1)
    reading = Reading(root)
    root.TMVA.gConfig().SetSilent(False)
    reading.book()
    capfd.readouterr()
    assert reading.respond(eta=0) == 0 == reading.respond(eta=0.5) != reading.respond(eta=2)
    root.gSystem.Exec("true")  # flushes C++'s output
    assert capfd.readouterr().out.count("1 event passes the cut of no category") == 1


def test_python_and_the_factory_know_its_class(root, make_job):
    job = make_job()
    assert type(job.book("Category")) is root.TMVA.MethodCategory
    added = job.factory.GetMethod("dataset", "Cat").AddMethod("1", "var1", root.TMVA.Types.kFisher, "Sub", "!H")
    assert type(added) is root.TMVA.MethodFisher and added.GetName() == "Sub"


def test_events_given_one_by_one(root, make_job):
    job = make_job()
    loader = job.loader = root.TMVA.DataLoader("single")
    loader.AddVariable("x")
    loader.AddVariable("y")
    generator = np.random.default_rng(2)
    for add in (loader.AddSignalTrainingEvent, loader.AddBackgroundTrainingEvent, loader.AddSignalTestEvent,
                loader.AddBackgroundTestEvent):
        for x, y in generator.normal(size=(40, 2)):
            add([x, y, 3.0], 1.0)
    job.book_category(cuts=("x<0", "x>=0"), variables=("x:y", "y:x"))
    loader.AddSpectator("s")  # comes after the cuts, for which no values are given
    job.run()
    x, s, response = job.columns("TestTree", "x", "s", "Cat")
    assert set(s) == {3} and np.all(response != 0) and 20 < (x < 0).sum() < 60


DECLARED = """
namespace given {
/// Notes how many events it is asked for at once.
class MethodCounting : public MethodGiven {
public:
   using MethodGiven::MethodGiven;
   void DeclareOptions() override { DeclareOptionRef(fFile, "FilenameTrainedModel", "A name"); }
   TString fFile;
   static std::vector<int> &Calls() { static std::vector<int> calls; return calls; }
   void AddMulticlassOutput(TMVA::Types::ETreeType type) override {
      Calls().push_back(Data()->GetNEvents(type));
      MethodGiven::AddMulticlassOutput(type);
   }
};
TMVA::IMethod *CreateCounting(const TString &job, const TString &title, TMVA::DataSetInfo &dsi, const TString &option) {
   if (job == "" && title == "") return new MethodCounting(dsi, option);
   return new MethodCounting(job, title, dsi, option);
}
void ReplaceGiven(bool counting) {
   TMVA::ClassifierFactory::Instance().Unregister("Given");
   TMVA::ClassifierFactory::Instance().Register("Given", counting ? CreateCounting : Create);
}
}
"""


@pytest.fixture
def counting(root):
    """kPlugins is a method that counts how it is called."""
    if not hasattr(root.given, "MethodCounting"):
        assert root.gInterpreter.Declare(DECLARED)
    root.given.ReplaceGiven(True)
    root.given.MethodCounting.Calls().clear()
    yield root.given.MethodCounting.Calls()
    root.given.ReplaceGiven(False)


def leaves(job, *names):
    """The responses of several outputs to the test events."""
    tree = job.file.Get("dataset/TestTree")
    return np.array([[tree.GetBranch("Cat").GetLeaf(name).GetValue() for name in names] for _event in tree]).T


def test_multiclass_in_batches(root, make_job, counting):
    """The responses of this method are its variables."""
    job = make_job(factory="AnalysisType=Multiclass")
    job.book_category(method="kPlugins", variables=("var1:var2", "var4:var3"), options="!H")
    job.run()
    eta, var1, var2, var3, var4 = job.columns("TestTree", "eta", *ALL)
    inner = np.abs(eta) <= 1.3
    assert np.array_equal(leaves(job, "Signal", "Background"), np.where(inner, [var1, var2], [var4, var3]))
    assert list(counting)[-2:] == [inner.sum(), (~inner).sum()]
    reading = Reading(root).book()
    variables = dict(zip(ALL, (1, 2, 3, 4)))
    assert list(reading.respond("EvaluateMulticlass", eta=0, **variables)) == [1, 2]
    assert list(reading.respond("EvaluateMulticlass", eta=2, **variables)) == [4, 3]


def test_regression(root, trees, make_job):
    job = make_job(factory="AnalysisType=Regression")
    loader = job.loader = root.TMVA.DataLoader("dataset")
    loader.AddVariable("var1")
    loader.AddVariable("var2")
    loader.AddSpectator("eta")
    loader.AddTarget("t := eta>0 ? 100*var1 : 5-var2")
    loader.AddTree(trees["Signal", "Training"], "Regression", 1.0, root.TCut(""), "Training")
    loader.AddTree(trees["Signal", "Test"], "Regression", 1.0, root.TCut(""), "Test")
    job.book_category(cuts=("eta>0", "eta<0"), variables=("var1", "var2"), method="kLD", options="VarTransform=N")
    job.run()
    eta, var1, var2 = job.columns("TestTree", "eta", "var1", "var2")
    assert leaves(job, "t")[0] == pytest.approx(np.where(eta > 0, 100 * var1, 5 - var2), rel=1e-3, abs=1e-3)
    reader = root.TMVA.Reader("!Color:Silent")
    values = [array("f", [value]) for value in (2, 3, 1)]
    for name, value in zip(("var1", "var2"), values):
        reader.AddVariable(name, value)
    reader.AddSpectator("eta", values[2])
    reader.BookMVA("Cat", WEIGHT_FILE)
    assert list(reader.EvaluateRegression("Cat")) == [pytest.approx(200, rel=1e-3)]
    values[2][0] = -1
    assert reader.EvaluateMVA("Cat") == pytest.approx(2, rel=1e-3)
    values[2][0] = 0
    assert list(reader.EvaluateRegression("Cat")) == [0]


# --- refusals


REFUSED = {
    "unknown variable": (dict(variables=("var1", "var1:nope")), 'has no variable "nope"; there are: var1, var2, var3, var4'),
    "no variables": (dict(variables=(":", "var1")), '"Sub_1" has no variables'),
    "no cut": (dict(cuts=("", "1")), "needs a cut and a title"),
    "no formula": (dict(cuts=("abs(eta", "1")), r'the cut of the category "abs\(eta" is no formula of its branches'),
    "unknown branch": (dict(cuts=("1", "nope>0")), '"nope>0" is no formula .* has the branches var1'),
    "overlap": (dict(cuts=("eta>0", "eta>-1")), 'not disjoint, an event passes the cuts "eta>0" and "eta>-1"'),
    "empty": (dict(cuts=("eta>0", "eta<-100")), 'no training event of class Signal passes the cut "eta<-100" of "Sub_2"'),
    "none": (dict(cuts=()), "has no categories. Call AddMethod"),
    "options": (dict(options="Nope=1"), "Nope"),
    "multiclass": (dict(job=dict(factory="AnalysisType=Multiclass")), "method Fisher of \"Sub_1\" cannot do the analysis"),
    "nested": (dict(method="kCategory"), '"Sub_1" cannot have categories of its own'),
    "not here": (dict(method="kBDT"), 'no method "BDT"'),
}


@pytest.mark.parametrize("name", REFUSED)
def test_mistakes_are_refused(root, make_job, work, name):
    arguments, message = REFUSED[name]
    arguments = dict(arguments)
    job = make_job(**arguments.pop("job", {}))
    with pytest.raises(root.TMVA.FatalError, match=message):
        job.book_category(**arguments)
        job.run()
    assert not list((work / "dataset/weights").iterdir())


def test_the_same_title_or_model_file_is_refused(root, make_job, counting):
    category = make_job().book("Category")
    kFisher = root.TMVA.Types.kFisher
    category.AddMethod("eta<0", "var1", kFisher, "Sub", "!H")
    with pytest.raises(root.TMVA.FatalError, match='a method "Sub" was added already'):
        category.AddMethod("eta>0", "var1", kFisher, "Sub", "!H")
    category.AddMethod("eta>0", "var1", root.TMVA.Types.kPlugins, "File", "FilenameTrainedModel=a.h5:!H")
    with pytest.raises(root.TMVA.FatalError, match='FilenameTrainedModel=a.h5 of "Sub2" is the file of "File" already'):
        category.AddMethod("eta>1", "var1", root.TMVA.Types.kPlugins, "Sub2", "!H:filenametrainedmodel=a.h5")


def test_it_is_too_late_after_the_training(root, make_job):
    job = make_job(factory="!ModelPersistence")
    job.book("Fisher", "Fisher")
    category = job.book_category()
    job.run()
    with pytest.raises(root.TMVA.FatalError, match="Add all methods before TrainAllMethods"):
        category.AddMethod("1", "var1", root.TMVA.Types.kFisher, "Late", "!H")
    assert job.factory.GetROCIntegral(job.loader, "Fisher") > 0.5


@pytest.mark.parametrize("option", ["VarTransform=N", "IgnoreNegWeightsInTraining"])
def test_options_of_its_methods_are_refused(root, make_job, option):
    with pytest.raises(root.TMVA.FatalError, match="Give VarTransform and IgnoreNegWeightsInTraining to its methods"):
        make_job().book("Category", options=option)


def test_reader_needs_the_spectators(root, trained):
    trained()
    for spectator, message in ((None, "has 1 spectators, but 0 are declared"), ("phi", 'has "eta" as spectator number 0')):
        with pytest.raises(root.TMVA.FatalError, match=message):
            Reading(root, spectator).book()


def test_reader_refuses_cuts_of_what_it_does_not_know(root, trees, make_job, capfd):
    """Such a cut can be tested, but not be applied."""
    job = make_job(spectators=(), factory="!Silent")
    job.book_category(variables=("var1", "var2"))
    root.gSystem.Exec("true")
    assert 'The cut "abs(eta)<=1.3" of "Sub_1" is no formula of variables and spectators' in capfd.readouterr().out
    job.run()
    assert job.factory.GetROCIntegral(job.loader, "Cat") > 0.6
    with pytest.raises(root.TMVA.FatalError, match='the cut "abs\\(eta\\)<=1.3" of "Sub_1" is no formula of the'):
        Reading(root, None).book()


def test_reader_refuses_events_of_several_categories(root, trained, work):
    trained()
    text = (work / WEIGHT_FILE).read_text()
    (work / "overlap.xml").write_text(text.replace("abs(eta)&gt;1.3", "eta&gt;1"))
    with pytest.raises(Exception, match='not disjoint, an event passes the cuts "abs'):
        Reading(root).book("overlap.xml").respond(eta=1.1)


DAMAGES = {
    "one is missing": (r"<SubMethod Index=\"1\".*</SubMethod>", "", "has 1 nodes SubMethod, expected 2"),
    "all are missing": (r"<SubMethod.*</SubMethod>", "", "has 0 nodes SubMethod, expected 2"),
    "no cut": (r" Cut=\"[^\"]*\"", "", "Cut"),
    "another variable": (r"Variables=\"eta:", 'Variables=\"etc:', 'no variable "etc"'),
    "no type": (r"Fisher::Sub_1", "Sub_1", "Method"),
    "another type": (r"Fisher::Sub_1", "Nope::Sub_1", 'no method "Nope"'),
    "no coefficients": (r"<Weights NCoeff=\"5\">.*?</Weights>", "<Weights NCoeff=\"5\"/>", "has 0 coefficients, expected 5"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_weight_files_are_refused(root, trained, work, name):
    trained()
    pattern, replacement, message = DAMAGES[name]
    text = (work / WEIGHT_FILE).read_text()
    damaged = re.sub(pattern, lambda match: replacement, text, flags=re.DOTALL)
    assert damaged != text
    (work / "damaged.xml").write_text(damaged)
    with pytest.raises(root.TMVA.FatalError, match=message):
        Reading(root).book("damaged.xml")
