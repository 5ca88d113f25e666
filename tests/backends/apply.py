"""Networks applied on one backend: apply.py BACKEND DIRECTORY ..., where jobs left output files and weight files.

Leaves, in the working directory, responses.npz: of each network the responses to the test events, of a Reader whose weight
file has no native form under "<directory's name>-<analysis>-reader", of the weight file as it is under "...-native", and those
in the output file under "...-tree"; "backend" is the one that ran. BACKEND "any" leaves the choice to the Reader.
"""

import re
import sys
from array import array
from pathlib import Path

import numpy as np
import ROOT
from pytmva_keras import backends

OUTPUTS = {"binary": ["nn"], "multiclass": ["nn.A", "nn.B", "nn.C"], "regression": ["nn.t", "nn.u"]}
EVALUATE = {"binary": "EvaluateMVA", "multiclass": "EvaluateMulticlass", "regression": "EvaluateRegression"}


def read(weight_file, analysis, events):
    """The Reader's responses (events, outputs)."""
    reader, event = ROOT.TMVA.Reader("Silent"), [array("f", [0]) for _ in "xyz"]
    for name, value in zip("xyz", event):
        reader.AddVariable(name, value)
    reader.BookMVA("nn", str(weight_file))
    evaluate = getattr(reader, EVALUATE[analysis])
    responses = []
    for values in events:
        for value, into in zip(values, event):
            into[0] = value
        response = evaluate("nn")
        responses.append([response] if analysis == "binary" else list(response))
    return np.array(responses)


def apply(directory, analysis):
    """How -> array (events, outputs)."""
    tree = ROOT.RDataFrame(f"{analysis}/TestTree", f"{directory}/{analysis}.root").AsNumpy([*"xyz", *OUTPUTS[analysis]])
    events = np.stack([tree[name] for name in "xyz"], axis=1)
    weight_file = directory / analysis / "weights/job_nn.weights.xml"
    keras_alone = Path("keras_alone.xml")
    keras_alone.write_text(re.sub("(?s)<Native>.*?</Native>|<Native [^>]*/>", "", weight_file.read_text()))
    return {
        "native": read(weight_file, analysis, events),
        "reader": read(keras_alone, analysis, events),
        "tree": np.stack([tree[name] for name in OUTPUTS[analysis]], axis=1),
    }


def main(backend, *directories):
    if backend != "any":
        backends.configure(backend)
    arrays = {}
    for directory in map(Path, directories):
        for path in sorted(directory.glob("*.root")):
            for how, responses in apply(directory, path.stem).items():
                arrays[f"{directory.name}-{path.stem}-{how}"] = responses
    np.savez("responses.npz", backend=sys.modules["keras"].backend.backend(), **arrays)


main(*sys.argv[1:])
