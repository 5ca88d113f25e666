"""Networks of categories, and the importance of variables for a network."""

import re
from array import array

import numpy as np
import pytest

from conftest import VARIABLES, test_tree
from test_other_analyses import count_calls

TRAIN = """
#include "TFile.h"
#include "TMVA/DataLoader.h"
#include "TMVA/Factory.h"
#include "TMVA/MethodCategory.h"
#include "TTree.h"
void train()
{
   auto data = TFile::Open("%(inputs)s/data.root");
   auto output = TFile::Open("output.root", "RECREATE");
   TMVA::Factory factory("job", output, "!V:!Color:!DrawProgressBar:AnalysisType=Classification");
   TMVA::DataLoader loader("dataset");
   loader.AddVariable("x");
   loader.AddVariable("y");
   loader.AddSpectator("z");
   loader.AddSignalTree(data->Get<TTree>("signal"));
   loader.AddBackgroundTree(data->Get<TTree>("background"));
   loader.PrepareTrainingAndTestTree("", "SplitMode=Random:NormMode=NumEvents:!V");
   TMVA::MethodBase *method = factory.BookMethod(&loader, TMVA::Types::kCategory, "Cat", "");
   auto category = dynamic_cast<TMVA::MethodCategory *>(method);
   TString options = "VarTransform=N:FilenameModel=any.yml:Verbose=0:LearnRate=0.03:NumEpochs=";
   category->AddMethod("z<0", "x:y", TMVA::Types::kPyKeras, "Low", options + "8");
   category->AddMethod("z>=0", "x", TMVA::Types::kPyKeras, "High", options + "8");
   factory.TrainAllMethods();
   factory.TestAllMethods();
   factory.EvaluateAllMethods();
   output->Close();
   data->Close();
}
"""

APPLY = """
#include "TMVA/Reader.h"
void apply()
{
   Float_t x = 0, y = 0, z = 0;
   TMVA::Reader reader("!Color:Silent");
   reader.AddVariable("x", &x);
   reader.AddVariable("y", &y);
   reader.AddSpectator("z", &z);
   reader.BookMVA("Cat", "job_Cat.weights.xml");
   for (x = -1; x < 2; x += 2)
      for (y = -1; y < 2; y += 2)
         for (z = -1; z < 2; z += 2)
            printf("RESPONSE %g %g %g %.9g\\n", x, y, z, reader.EvaluateMVA("Cat"));
}
"""


@pytest.fixture
def any_model(keras, work):
    """any_model(outputs) writes any.yml, a network of any number of inputs."""
    from pytmva_keras import save_model

    def write(outputs):
        keras.utils.set_random_seed(1)
        dense = keras.layers.Dense
        save_model(keras.Sequential([dense(8, activation="tanh"), dense(outputs, activation="softmax")]), "any.yml")
        return "any.yml"

    return write


def test_networks_of_categories_in_macros(root, inputs, work, any_model, run_macro):
    any_model(2)
    result = run_macro(TRAIN % {"inputs": inputs}, name="train")
    assert result.returncode == 0, result.stdout + result.stderr
    assert sorted(path.name for path in (work / "dataset/weights").iterdir()) == [
        "TrainedModel_High.h5", "TrainedModel_Low.h5", "job_Cat.weights.xml"]
    events = test_tree()
    signal = events["classID"] == 0
    for inside in (events["z"] < 0, events["z"] >= 0):
        assert events["Cat"][inside & signal].mean() > 0.6 > 0.4 > events["Cat"][inside & ~signal].mean()

    (work / "dataset/weights/job_Cat.weights.xml").rename(work / "job_Cat.weights.xml")
    (work / "any.yml").unlink()
    (work / "dataset/weights/TrainedModel_Low.h5").unlink()  # the weight file is enough
    result = run_macro(APPLY, name="apply")
    responses = {tuple(map(float, words[:3])): float(words[3])
                 for words in (line.split() for line in re.findall(r"RESPONSE (.*)", result.stdout))}
    assert len(responses) == 8, result.stdout + result.stderr
    assert responses[1, 1, 1] == responses[1, -1, 1] != responses[1, 1, -1] != responses[1, -1, -1]  # y is not in High

    reader = root.TMVA.Reader("!Color:Silent")
    values = {name: array("f", [0]) for name in VARIABLES}
    for name in "xy":
        reader.AddVariable(name, values[name])
    reader.AddSpectator("z", values["z"])
    reader.BookMVA("Cat", "job_Cat.weights.xml")
    for i in range(0, len(signal), 100):
        for name in VARIABLES:
            values[name][0] = events[name][i]
        assert reader.EvaluateMVA("Cat") == pytest.approx(events["Cat"][i], abs=1e-5)


def test_networks_of_categories_in_multiclass(root, keras, work, any_model, applied):
    factory = root.TMVA.Factory("job", root.nullptr, "Silent:!Color:!DrawProgressBar:AnalysisType=Multiclass")
    loader = root.TMVA.DataLoader("dataset")
    for name in "xy":
        loader.AddVariable(name)
    loader.AddSpectator("z")
    for x, y, z in np.random.default_rng(1).normal(size=(800, 3)):
        for add in (loader.AddTrainingEvent, loader.AddTestEvent):
            add("A" if x * z > 0.5 else "B" if y > 0 else "C", [x, y, z], 1.0)
    options = f"VarTransform=N:FilenameModel={any_model(3)}:NumEpochs=40:LearnRate=0.02:Verbose=0"
    category = factory.BookMethod(loader, root.TMVA.Types.kCategory, "Cat", "")
    for title, cut in (("Low", "z<0"), ("High", "z>=0")):
        category.AddMethod(cut, "x:y", root.TMVA.Types.kPyKeras, title, options)
    factory.TrainAllMethods()
    with count_calls() as calls:
        factory.TestAllMethods()
    if applied == "by Keras":
        assert len(calls) == 2 and sum(calls) == 800  # all events of a category in one call
    else:
        assert calls == []
    assert all(factory.GetROCIntegral(loader, "Cat", number) > 0.9 for number in range(3))


def test_importance_for_a_network(make_job, any_model, work):
    job = make_job()
    options = f"VarTransform=N:FilenameModel={any_model(2)}:NumEpochs=5:LearnRate=0.02:Verbose=0"
    histogram = job.factory.EvaluateImportance(job.loader, job.root.TMVA.VIType.kShort, job.root.TMVA.Types.kPyKeras, "nn",
                                               options)
    x, y, z = (histogram.GetBinContent(i) for i in (1, 2, 3))
    assert x > 20 and y > 20 and abs(z) < 10  # z is the same for signal and background
    assert sorted(path.name for path in work.iterdir()) == ["any.yml", "output.root"]


def test_importance_needs_a_network_of_any_number_of_inputs(make_job, inputs):
    job = make_job()
    with pytest.raises(job.root.TMVA.FatalError, match=r"fails with the variables y, z: .* the model expects 3 inputs"):
        job.factory.EvaluateImportance(job.loader, job.root.TMVA.kShort, "PyKeras", "nn",
                                       f"FilenameModel={inputs / 'softmax.yml'}:NumEpochs=1:Verbose=0")
