"""Times the project beside what a user would otherwise do, in one run: prints a table, writes results/latest.json.

    make bench          (or: python bench/run.py, with the project and requirements-bench.txt installed)

One row: {name, ours, peer, peer_name, unit, ratio}; times are medians, taken in turns; ratio = peer / ours.
"""

import importlib
import json
import os
import platform
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import ROOT

import pytmva_keras

import application
import data_path
import native_network
from race import race, timed

N_EVENTS, N_VARIABLES, BATCH, EPOCHS = 100_000, 7, 128, 3
NAMES = [f"x{i}" for i in range(N_VARIABLES)]
RESULTS = Path(__file__).parent / "results" / "latest.json"


def build_model() -> keras.Model:
    return keras.Sequential(
        [
            keras.layers.Input(shape=(N_VARIABLES,)),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(2, activation="softmax"),
        ]
    )


def write_events() -> np.ndarray:
    """Writes events.root with the trees signal and background, half the events each; returns the signal events."""
    random = np.random.default_rng(1)
    for name, shift in (("background", 0.0), ("signal", 0.3)):
        x = random.normal(shift, 1.0, (N_EVENTS // 2, N_VARIABLES)).astype(np.float32)
        options = ROOT.RDF.RSnapshotOptions()
        options.fMode = "RECREATE" if name == "background" else "UPDATE"
        columns = {column: np.ascontiguousarray(x[:, i]) for i, column in enumerate(NAMES)}
        ROOT.RDF.FromNumpy(columns).Snapshot(name, "events.root", "", options)
    return x


def book() -> tuple:
    """A Factory with PyKeras booked on the events; all that must stay alive with it."""
    events = ROOT.TFile.Open("events.root")
    factory = ROOT.TMVA.Factory("bench", Silent=True, AnalysisType="Classification")
    loader = ROOT.TMVA.DataLoader("bench")
    for name in NAMES:
        loader.AddVariable(name)
    loader.AddSignalTree(events.Get("signal"))
    loader.AddBackgroundTree(events.Get("background"))
    loader.PrepareTrainingAndTestTree(ROOT.TCut(""), SplitMode="Random", NormMode="NumEvents")
    factory.BookMethod(
        loader, ROOT.TMVA.Types.kPyKeras, "net", FilenameModel="model.yml", NumEpochs=EPOCHS, BatchSize=BATCH, Verbose=0
    )
    return factory, loader, events


def training_row() -> dict:
    """Half of the events, 20% of them for validation: TrainAllMethods, with reading and saving, beside model.fit alone."""
    random = np.random.default_rng(2)
    x = random.normal(size=(N_EVENTS // 2, N_VARIABLES)).astype(np.float32)
    y = np.eye(2, dtype=np.float32)[random.integers(0, 2, len(x))]
    weights = np.ones(len(x), np.float32)
    n = int(0.8 * len(x))

    def ours():
        factory, *kept = book()
        return timed(factory.TrainAllMethods)

    def peer():
        model = build_model()
        model.compile(optimizer="adam", loss="categorical_crossentropy")
        best = keras.callbacks.ModelCheckpoint("plain.weights.h5", save_best_only=True, save_weights_only=True)
        return timed(
            lambda: model.fit(
                x[:n], y[:n], sample_weight=weights[:n], validation_data=(x[n:], y[n:], weights[n:]), batch_size=BATCH,
                epochs=EPOCHS, verbose=0, callbacks=[best],
            )
        )

    seconds, _ = race(ours, peer)
    return row(f"train, {N_EVENTS // 2} events, {EPOCHS} epochs, batch {BATCH}", *seconds, "keras model.fit", "s")


def testing_row(factory, model) -> dict:
    x = np.zeros((N_EVENTS // 2, N_VARIABLES), np.float32)
    seconds, _ = race(lambda: timed(factory.TestAllMethods), lambda: timed(lambda: model.predict(x, verbose=0)))
    return row(f"test, {N_EVENTS // 2} events", *seconds, "keras model.predict in its batches of 32", "s")


def data_path_rows() -> list[dict]:
    peer = "the same with an Event object for each entry"
    return [row(f"{name}, {data_path.N_EVENTS} events", *seconds, peer, "s CPU") for name, seconds in data_path.measure()]


def application_rows() -> list[dict]:
    """Microseconds an event, seconds a million events, and the first response; the bare network beside a bare loop, too."""
    applied = application.measure()
    bare = {name: (unit, *times) for name, unit, *times in native_network.measure()}
    rows = [row(f"{name}_vs_blas", *times, native_network.PEER, f"{unit} CPU") for name, (unit, *times) in bare.items()]
    for one in applied:
        if one["name"].startswith("reader_"):
            name = one["name"].replace("reader", "network")
            rows.append(row(name, bare[name][1], one["peer"], one["peer_name"], one["unit"]))
    return rows + [row(**one) for one in applied]


def row(name: str, ours: float, peer: float, peer_name: str, unit: str) -> dict:
    return {"name": name, "ours": ours, "peer": peer, "peer_name": peer_name, "unit": unit, "ratio": peer / ours}


def machine() -> str:
    backend = keras.backend.backend()
    versions = {"Python": platform.python_version(), "ROOT": ROOT.gROOT.GetVersion(), "Keras": keras.__version__}
    versions[backend] = importlib.import_module(backend).__version__
    return ", ".join([f"{os.cpu_count()} cores", platform.machine(), *(f"{name} {v}" for name, v in versions.items())])


def main() -> None:
    print(machine())
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        write_events()
        pytmva_keras.save_model(build_model(), "model.yml")
        rows = [training_row()]
        factory, *kept = book()
        factory.TrainAllMethods()
        model = build_model()
        rows += [testing_row(factory, model), *application_rows(), *data_path_rows()]
        os.chdir("/")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(rows, indent=1) + "\n")
    print(f"{'':65} {'ours':>8} {'peer':>8} {'':5} {'ratio':>6}  peer")
    for r in rows:
        print(f"{r['name']:65} {r['ours']:8.3g} {r['peer']:8.3g} {r['unit']:5} {r['ratio']:6.1f}  {r['peer_name']}")


if __name__ == "__main__":
    main()
