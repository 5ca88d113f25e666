"""CrossValidation of multiclass and regression: folds, results, output file, and the Reader with the methods together."""

from array import array

import numpy as np
import pytest


N_FOLDS = 3
CLASSES = ["A", "B", "C"]
NAMES = {"Multiclass": CLASSES, "Regression": ["t", "u"]}

# Its responses tell which fold's method gave them.
FOLDED = """
#include "TMVA/CrossValidation.h"
namespace given {
class MethodFolded : public MethodGiven {
public:
   using MethodGiven::MethodGiven;
   const std::vector<Float_t> &GetMulticlassValues() override {
      fResponses = GetEvent()->GetValues();
      const TString title = GetMethodName();
      for (Float_t &value : fResponses) value += 10 * TString(title(title.Length() - 1)).Atoi();
      if (DoRegression()) fResponses.resize(GetNTargets());
      return fResponses;
   }
   const std::vector<Float_t> &GetRegressionValues() override { return GetMulticlassValues(); }
   std::vector<Float_t> fResponses;
};
TMVA::IMethod *CreateFolded(const TString &job, const TString &title, TMVA::DataSetInfo &dsi, const TString &option) {
   if (job == "" && title == "") return new MethodFolded(dsi, option);
   return new MethodFolded(job, title, dsi, option);
}
void RegisterFolded() { TMVA::ClassifierFactory::Instance().Register("Folded", CreateFolded); }
}
"""


@pytest.fixture(scope="module")
def folded(root):
    root.gInterpreter.Declare(FOLDED)
    root.given.RegisterFolded()
    return root

pytestmark = pytest.mark.usefixtures("work")


def make_loader(root, analysis, n_targets=2):
    """Variables a, b, c; spectator id, the number of the event; class id % 3 scores highest, targets follow from a and b."""
    loader = root.TMVA.DataLoader("dataset")
    for name in "abc":
        loader.AddVariable(name)
    for target in NAMES["Regression"][:n_targets] if analysis == "Regression" else ():
        loader.AddTarget(target)
    loader.AddSpectator("id")
    for number, values in enumerate(np.random.default_rng(5).normal(size=(303, 3))):
        values[number % 3] += 1
        event = [*values, *[2 * values[0] + 1, values[1] - 2][:n_targets]] if analysis == "Regression" else [*values]
        name = "Regression" if analysis == "Regression" else CLASSES[number % 3]
        add = loader.AddTestEvent if number >= 300 else loader.AddTrainingEvent
        add(name, root.std.vector["double"]([*event, number]), 1)
    loader.PrepareTrainingAndTestTree(root.TCut(""), "SplitMode=Block:NormMode=None:!V")
    return loader


def cross_validate(root, analysis, method, options="", n_targets=2):
    """Folds go by number/3, so that each has all classes."""
    loader = make_loader(root, analysis, n_targets)
    output = root.TFile.Open("TMVACV.root", "RECREATE")
    cv = root.TMVA.CrossValidation("job", loader, output, f"Silent:AnalysisType={analysis}:NumFolds={N_FOLDS}:"
                                   f"SplitExpr=int([id]/3)%int([NumFolds]){options}")
    cv.BookMethod(method, "M", "!H")
    cv.Evaluate()
    output.Close()
    cv.loader = loader
    return cv


def read_tree(root, name="TestTree", path="TMVACV.root"):
    with root.TFile.Open(path) as file:
        tree = file.Get(f"dataset/{name}")
        leaves = [leaf for leaf in tree.GetListOfLeaves() if leaf.GetName() != "className"]
        names = [leaf.GetName() if leaf.GetBranch().GetName() != "M" else f"M.{leaf.GetName()}" for leaf in leaves]
        return [{name: leaf.GetValue() for name, leaf in zip(names, leaves)} for _entry in tree]


def make_reader(root, title="M"):
    values = {name: array("f", [0]) for name in [*"abc", "id"]}
    reader = root.TMVA.Reader("!Color:Silent")
    for name in "abc":
        reader.AddVariable(name, values[name])
    reader.AddSpectator("id", values["id"])
    reader.BookMVA("cv", f"dataset/weights/job_{title}.weights.xml")
    return reader, values


@pytest.mark.parametrize("ensembling, processes", [("None", 1), ("Avg", 2)])
@pytest.mark.parametrize("analysis", NAMES)
def test_tree_and_reader_have_the_response_of_the_folds(folded, analysis, ensembling, processes):
    cross_validate(folded, analysis, "Folded", f":OutputEnsembling={ensembling}:NumWorkerProcs={processes}")
    reader, values = make_reader(folded)
    evaluate = reader.EvaluateMulticlass if analysis == "Multiclass" else reader.EvaluateRegression
    events = read_tree(folded)
    assert sorted(event["id"] for event in events) == list(range(300))
    for event in events:
        shift = 10 * (int(event["id"] / 3) % 3 + 1) if ensembling == "None" else 20
        wanted = [pytest.approx(event[variable] + shift, rel=1e-6) for variable, _name in zip("abc", NAMES[analysis])]
        for name, value in values.items():
            value[0] = event[name]
        assert list(evaluate("cv")) == wanted
        assert [event[f"M.{name}"] for name in NAMES[analysis]] == wanted


@pytest.mark.parametrize("processes", [1, 2])
def test_multiclass_results_are_those_of_the_first_class(folded, processes):
    cv = cross_validate(folded, "Multiclass", "Folded", f":NumWorkerProcs={processes}")
    result = cv.GetResults()[0]
    events = read_tree(folded)

    def integral(some, score, cls):
        return folded.TMVA.ROCCurve([event[score] for event in some],
                                    [event["id"] % 3 == cls for event in some]).GetROCIntegral()

    values = [value for _fold, value in result.GetROCValues()]
    for fold, value in enumerate(values):
        of_fold = [event for event in events if int(event["id"] / 3) % N_FOLDS == fold]
        assert value == pytest.approx(integral(of_fold, "a", 0), rel=1e-6)
    assert len(values) == len(result.GetROCCurves().GetListOfGraphs()) == N_FOLDS
    assert result.GetROCAverage() == pytest.approx(np.mean(values))
    assert list(result.GetSigValues()) == [0] * N_FOLDS
    assert cv.GetFactory().GetROCIntegral(cv.loader, "M", 1) == pytest.approx(integral(events, "M.B", 1), rel=1e-6)


@pytest.mark.parametrize("processes", [1, 2])
def test_a_regression_has_no_roc_values(folded, capfd, processes):
    result = cross_validate(folded, "Regression", "Folded", f":NumWorkerProcs={processes}").GetResults()[0]
    assert dict(result.GetROCValues()) == {}
    for refused in (result.GetROCAverage, result.GetAvgROCCurve, result.GetROCCurves, result.Draw, result.DrawAvgROCCurve):
        with pytest.raises(folded.TMVA.FatalError, match="no ROC curve.*regression"):
            refused()
    folded.TMVA.gConfig().SetSilent(False)
    capfd.readouterr()
    result.Print()
    folded.gSystem.Exec("true")
    assert "no ROC curve" in capfd.readouterr().out


@pytest.mark.parametrize("ensembling", ["None", "Avg"])
def test_linear_regressions_respond_as_they_do_by_themselves(root, ensembling):
    cross_validate(root, "Regression", "LD", f":OutputEnsembling={ensembling}", n_targets=1)
    together, values = make_reader(root)
    of_fold = [make_reader(root, f"M_fold{fold + 1}") for fold in range(N_FOLDS)]
    for number, event in enumerate(np.random.default_rng(6).normal(size=(6, 3))):
        responses = []
        for reader, variables in [*of_fold, (together, values)]:
            for name, value in zip([*"abc", "id"], [*event, 3 * number]):
                variables[name][0] = value
            responses.append(reader.EvaluateRegression("cv")[0])
        *single, combined = responses
        assert combined == pytest.approx(single[number % 3] if ensembling == "None" else np.mean(single), rel=1e-6)
