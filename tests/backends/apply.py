"""Networks applied on one backend: apply.py BACKEND DIRECTORY ..., where jobs left output files and weight files.

Leaves, in the working directory, responses.npz: of each network the Reader's responses to the test events, under
"<directory's name>-<analysis>-reader", and those in the output file, under "...-tree"; "backend" is the one that ran.
BACKEND "any" leaves the choice to the Reader.
"""

import sys
from array import array
from pathlib import Path

import numpy as np
import ROOT
from pytmva_keras import backends

OUTPUTS = {"binary": ["nn"], "multiclass": ["nn.A", "nn.B", "nn.C"], "regression": ["nn.t", "nn.u"]}
EVALUATE = {"binary": "EvaluateMVA", "multiclass": "EvaluateMulticlass", "regression": "EvaluateRegression"}


def apply(directory, analysis):
    """Two arrays (events, outputs): responses of the Reader, and those in the TestTree."""
    tree = ROOT.RDataFrame(f"{analysis}/TestTree", f"{directory}/{analysis}.root").AsNumpy([*"xyz", *OUTPUTS[analysis]])
    reader, event = ROOT.TMVA.Reader("Silent"), [array("f", [0]) for _ in "xyz"]
    for name, value in zip("xyz", event):
        reader.AddVariable(name, value)
    reader.BookMVA("nn", f"{directory}/{analysis}/weights/job_nn.weights.xml")
    evaluate = getattr(reader, EVALUATE[analysis])
    responses = []
    for values in zip(*(tree[name] for name in "xyz")):
        for value, into in zip(values, event):
            into[0] = value
        response = evaluate("nn")
        responses.append([response] if analysis == "binary" else list(response))
    return np.array(responses), np.stack([tree[name] for name in OUTPUTS[analysis]], axis=1)


def main(backend, *directories):
    if backend != "any":
        backends.configure(backend)
    arrays = {}
    for directory in map(Path, directories):
        for path in sorted(directory.glob("*.root")):
            key = f"{directory.name}-{path.stem}"
            arrays[f"{key}-reader"], arrays[f"{key}-tree"] = apply(directory, path.stem)
    np.savez("responses.npz", backend=sys.modules["keras"].backend.backend(), **arrays)


main(*sys.argv[1:])
