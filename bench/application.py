"""Rows of trained networks applied: the Reader and the Factory beside Keras, a tf.function and ONNX Runtime, and the bare
network beside a bare loop. Each with one thread, CPU time."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np

import native_network
from models import build
from race import race, row, timed

N_TEST = 200_000  # events of a batch
FIRST_RESPONSES = 5  # processes
MACRO = """
void first() {
   std::vector<float> values(%d, 0.5f);
   TMVA::Reader reader("Silent");
   for (std::size_t i = 0; i < values.size(); ++i)
      reader.AddVariable("x" + std::to_string(i), &values[i]);
   const std::clock_t start = std::clock();
   reader.BookMVA("net", "%s");
   reader.EvaluateMVA("net");
   std::cout << "first " << 1e3 * (std::clock() - start) / CLOCKS_PER_SEC << std::endl;
}
"""
FIRST_OF_KERAS = """
import time
start = time.process_time()
import keras, numpy
keras.saving.load_model("%s").predict(numpy.zeros((1, %d), "float32"), verbose=0)
print("first", 1e3 * (time.process_time() - start))
"""
SINGLE = """
#include "TMVA/Reader.h"
#include <ctime>
double MicrosecondsAnEvent(const char *weightFile, int variables, int events)
{
   std::vector<float> values(variables);
   TMVA::Reader reader("Silent");
   for (int i = 0; i < variables; ++i)
      reader.AddVariable("x" + std::to_string(i), &values[i]);
   reader.BookMVA("net", weightFile);
   reader.EvaluateMVA("net");
   const std::clock_t start = std::clock();
   for (int i = 0; i < events; ++i) {
      values[0] = 1e-3f * (i % 1000);
      reader.EvaluateMVA("net");
   }
   return 1e6 * (std::clock() - start) / CLOCKS_PER_SEC / events;
}
"""


def train(name: str, model):
    """A Factory with the model, trained on a few events, and N_TEST more to be tested; all that must stay alive with it."""
    import ROOT

    import pytmva_keras

    variables = [f"x{i}" for i in range(model.input_shape[-1])]
    random = np.random.default_rng(1)
    for kind, shift in (("signal", 0.3), ("background", 0.0)):
        x = random.normal(shift, 1, (N_TEST // 2 + 500, len(variables))).astype(np.float32)
        columns = {column: np.ascontiguousarray(x[:, i]) for i, column in enumerate(variables)}
        ROOT.RDF.FromNumpy(columns).Snapshot("events", f"{name}_{kind}.root")
    files = [ROOT.TFile.Open(f"{name}_{kind}.root") for kind in ("signal", "background")]
    factory = ROOT.TMVA.Factory(name, Silent=True, AnalysisType="Classification")
    loader = ROOT.TMVA.DataLoader("applied")
    for variable in variables:
        loader.AddVariable(variable)
    loader.AddSignalTree(files[0].Get("events"))
    loader.AddBackgroundTree(files[1].Get("events"))
    loader.PrepareTrainingAndTestTree(ROOT.TCut(""), nTrain_Signal=500, nTrain_Background=500, SplitMode="Block")
    pytmva_keras.save_model(model, f"{name}.yml")
    factory.BookMethod(loader, ROOT.TMVA.Types.kPyKeras, "net", FilenameModel=f"{name}.yml", NumEpochs=1, Verbose=0)
    factory.TrainAllMethods()
    return factory, loader, files


def onnx_session(model):
    """An ONNX Runtime session of the model's graph, written by hand."""
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    nodes, arrays, value = [], [], "x"

    def add(operation, inputs, **attributes):
        nonlocal value
        names = [f"w{len(arrays) + i}" for i in range(len(inputs))]
        arrays.extend(numpy_helper.from_array(np.asarray(array), name) for array, name in zip(inputs, names))
        output = f"y{len(nodes)}"
        nodes.append(helper.make_node(operation, [value, *names], [output], **attributes))
        value = output

    for layer in model.layers:
        kind = type(layer).__name__
        if kind == "Dense":
            add("Gemm", [layer.kernel, layer.bias])
            activation = layer.activation.__name__
            add(activation.capitalize(), [], **({"axis": -1} if activation == "softmax" else {}))
        elif kind == "BatchNormalization":
            add("BatchNormalization", [layer.gamma, layer.beta, layer.moving_mean, layer.moving_variance],
                epsilon=layer.epsilon)
    shapes = [("x", model.input_shape[-1]), (value, model.output_shape[-1])]
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", size]) for name, size in shapes)
    graph = helper.make_model(helper.make_graph(nodes, "network", [x], [y], arrays),
                              opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(graph.SerializeToString(), options, ["CPUExecutionProvider"])


def peers_of(model) -> dict:
    """Name -> function of a batch."""
    import tensorflow as tf

    compiled = tf.function(lambda x: model(x, training=False), reduce_retracing=True,
                           input_signature=[tf.TensorSpec((None, model.input_shape[-1]), tf.float32)])
    session = onnx_session(model)
    peers = {
        "keras model.predict": lambda x: model.predict(x, batch_size=8192, verbose=0),
        "a compiled tf.function": lambda x: np.concatenate([compiled(x[i : i + 8192]) for i in range(0, len(x), 8192)]),
        "ONNX Runtime": lambda x: session.run(None, {"x": x})[0],
    }
    x = np.random.default_rng(2).normal(size=(100, model.input_shape[-1])).astype(np.float32)
    for name, apply in peers.items():
        np.testing.assert_allclose(apply(x), model(x, training=False), atol=1e-5, err_msg=name)
    return peers


def single_event_rows(name: str, model, peers: dict) -> list[dict]:
    import ROOT

    x = np.zeros((1, model.input_shape[-1]), np.float32)
    events = {"small": 500_000, "big": 50_000}[name]
    rows = []

    def ours():
        weights = f"applied/weights/{name}_net.weights.xml"
        return ROOT.MicrosecondsAnEvent(weights, model.input_shape[-1], events), None

    for peer, apply in peers.items():
        calls = 50 if "keras" in peer else 2000
        times, _ = race(ours, lambda: (1e6 / calls * cpu_seconds(lambda: [apply(x) for _ in range(calls)]), None))
        rows.append(row(f"reader_{name}", times, peer, "us CPU"))
    return rows


def batch_rows(name: str, model, factory, peers: dict) -> list[dict]:
    """Seconds a million events: TestAllMethods, which keeps the responses for the output file, and a call for them."""
    import ROOT

    x = np.random.default_rng(3).normal(size=(N_TEST, model.input_shape[-1])).astype(np.float32)
    scale, rows = 1e6 / N_TEST, []
    method = factory.GetMethod("applied", "net")

    def responses():
        method.Data().SetCurrentType(ROOT.TMVA.Types.kTesting)
        return method.GetMvaValues()

    assert len(responses()) == N_TEST
    for ours, row_name in ((factory.TestAllMethods, f"batch_{name}"), (responses, f"batch_call_{name}")):
        for peer, apply in peers.items():
            times, _ = race(lambda: (scale * cpu_seconds(ours), None), lambda: (scale * cpu_seconds(lambda: apply(x)), None))
            rows.append(row(row_name, times, peer, "s CPU"))
    return rows


def first_response_row(name: str, model) -> dict:
    """In fresh processes."""
    import ROOT

    variables, root_exe = model.input_shape[-1], Path(ROOT.__file__).parent / "bin/root.exe"
    Path("first.C").write_text(MACRO % (variables, f"applied/weights/{name}_net.weights.xml"))
    Path("first.py").write_text(FIRST_OF_KERAS % (f"{name}.keras", variables))
    model.save(f"{name}.keras")

    def first(*command):
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return float(printed.split("first ")[1].split()[0]), None

    times, _ = race(lambda: first(root_exe, "-l", "-b", "-q", "first.C"), lambda: first(sys.executable, "first.py"),
                    FIRST_RESPONSES)
    return row("first_response", times, "import keras, load_model, predict", "ms CPU")


def cpu_seconds(function) -> float:
    return timed(function, time.process_time)[0]


def measure() -> list[dict]:
    """In a process of its own, since TensorFlow takes its number of threads once."""
    import ROOT
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    ROOT.gInterpreter.Declare(SINGLE)
    bare = native_network.measure()
    rows = [row(f"{name}_vs_blas", times, native_network.PEER, f"{unit} CPU") for name, (unit, times) in bare.items()]
    for name in ("small", "big"):
        model = build(name)
        factory, *kept = train(name, model)
        peers = peers_of(model)
        single = single_event_rows(name, model, peers)
        rows += [without_reader(one, bare) for one in single] + single + batch_rows(name, model, factory, peers)
    return [*rows, first_response_row(name, model)]


def without_reader(of_reader: dict, bare: dict) -> dict:
    """The row of the bare network beside the same peer."""
    name = of_reader["name"].replace("reader", "network")
    _, times = bare[name]
    ours = {key: value for key, value in row(name, times, "", "").items() if key.startswith("ours")}
    return {**of_reader, **ours, "name": name}
