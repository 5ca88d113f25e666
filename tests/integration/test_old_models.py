"""Models of old Keras booked like any other: in a macro, from PyROOT, with their weights, with several inputs."""

import json
import re
import subprocess
import sys

import h5py
import numpy as np
import pytest
import pytmva_keras
from conftest import VARIABLES, test_tree
from test_processes import PRINT_ROC, macro

UNTRAINED = "NumEpochs=1:LearnRate=1e-12:BatchSize=1000"  # the network responds with the weights that it begins with


def dense(name, outputs, activation, inbound, **first):
    config = dict(name=name, output_dim=outputs, init="glorot_uniform", activation=activation, bias=True, **first)
    return {"class_name": "Dense", "config": config, "name": name, "inbound_nodes": [[[one, 0, 0] for one in inbound]]}


def entry(name, size):
    config = {"name": name, "batch_input_shape": [None, size], "input_dtype": "float32"}
    return {"class_name": "InputLayer", "config": config, "name": name, "inbound_nodes": []}


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """A directory with sequential.json and two_inputs.json of Keras 1, and weights.h5 for the second."""
    directory = tmp_path_factory.mktemp("old")
    layers = [dense("one", 8, "tanh", [], batch_input_shape=[None, 3]), dense("two", 2, "softmax", [])]
    (directory / "sequential.json").write_text(json.dumps({"class_name": "Sequential", "config": layers,
        "keras_version": "1.0.6"}))
    merge = {"class_name": "Merge", "config": {"name": "merge", "mode": "concat", "concat_axis": -1}, "name": "merge",
             "inbound_nodes": [[["left", 0, 0], ["right", 0, 0]]]}
    graph = dict(name="m", layers=[entry("left", 1), entry("right", 2), merge, dense("out", 1, "sigmoid", ["merge"])],
                 input_layers=[["left", 0, 0], ["right", 0, 0]], output_layers=[["out", 0, 0]])
    (directory / "two_inputs.json").write_text(json.dumps({"class_name": "Model", "config": graph,
        "keras_version": "1.0.6"}))
    with h5py.File(directory / "weights.h5", "w") as file:
        file.attrs["layer_names"] = [b"out"]
        group = file.create_group("out")
        group.attrs["weight_names"] = [b"W", b"b"]
        group["W"], group["b"] = np.array([[1.0], [0.5], [-0.25]], np.float32), np.array([0.1], np.float32)
    return directory


def test_root_exe_trains_a_model_of_keras_1(run_macro, inputs, old):
    result = run_macro(macro(inputs, f"FilenameModel={old / 'sequential.json'}:NumEpochs=2:LearnRate=0.05", after=PRINT_ROC))
    assert result.returncode == 0, result.stdout + result.stderr
    assert float(re.search(r"ROC (\S+)", result.stdout)[1]) > 0.9


def test_old_weights_and_two_inputs(make_job, old):
    """The variables x, y, z go to left (one) and right (two)."""
    job = make_job()
    job.book("nn", f"FilenameModel={old / 'two_inputs.json'}:FilenameWeights={old / 'weights.h5'}:{UNTRAINED}")
    job.run().close()
    tree = test_tree()
    x, y, z = (tree[name] for name in VARIABLES)
    np.testing.assert_allclose(tree["nn"], 1 / (1 + np.exp(-(x + 0.5 * y - 0.25 * z + 0.1))), atol=1e-5)


@pytest.mark.parametrize("options, message", [
    ("FilenameWeights=nowhere.h5", r"nowhere\.h5 cannot be read: No such file"),
    ("FilenameWeights={old}/sequential.json", r'have the unknown suffix "\.json"; known: \.h5'),
    ("FilenameWeights=w.h5:ContinueTraining", "ContinueTraining starts from the weights in .*Leave one of them out"),
])
def test_weights_are_refused(make_job, old, options, message):
    with pytest.raises(Exception, match=message):
        make_job().book("nn", f"FilenameModel={old / 'two_inputs.json'}:{options.format(old=old)}")


def test_a_model_that_is_trusted(make_job, inputs, keras, root, work):
    """A Lambda layer is trained, tested and applied in the process in which its file was trusted, in no other."""
    keras.utils.set_random_seed(1)
    layers = keras.layers
    model = keras.Sequential([layers.Input((3,)), layers.Lambda(lambda x: 2 * x), layers.Dense(2, activation="softmax")])
    pytmva_keras.save_model(model, work / "lambda.keras")
    job = make_job()
    with pytest.raises(Exception, match="it holds a Lambda layer, which is Python code"):
        job.book("refused", "FilenameModel=lambda.keras")
    job.book("nn", "FilenameModel=lambda.keras:AllowUnsafeModel:LearnRate=0.05:NumEpochs=4")
    assert job.run().roc("nn") > 0.8
    job.close()
    weights = "dataset/weights/job_nn.weights.xml"
    apply = f"""
import ROOT
reader, values = ROOT.TMVA.Reader("Silent"), [ROOT.std.vector("float")(1) for _ in "xyz"]
for name, value in zip("xyz", values):
    reader.AddVariable(name, value.data())
reader.BookMVA("nn", "{weights}")
"""
    done = subprocess.run([sys.executable, "-c", apply], capture_output=True, text=True)
    assert done.returncode != 0 and "it holds a Lambda layer" in done.stdout + done.stderr
