"""Rows of a Factory: training and testing beside Keras alone, reading the trees and writing the files included."""

import keras
import numpy as np
import ROOT

import pytmva_keras
from race import race, row, timed

N_EVENTS, N_VARIABLES, BATCH, EPOCHS = 100_000, 7, 128, 3
NAMES = [f"x{i}" for i in range(N_VARIABLES)]


def build_model() -> keras.Model:
    layers = keras.layers
    hidden = [layers.Dense(64, "relu"), layers.Dense(64, "relu")]
    return keras.Sequential([layers.Input((N_VARIABLES,)), *hidden, layers.Dense(2, "softmax")])


def write_events(n_events: int) -> None:
    """Writes events.root with the trees signal and background, half the events each."""
    random = np.random.default_rng(1)
    for name, shift in (("background", 0.0), ("signal", 0.3)):
        x = random.normal(shift, 1.0, (n_events // 2, N_VARIABLES)).astype(np.float32)
        options = ROOT.RDF.RSnapshotOptions()
        options.fMode = "RECREATE" if name == "background" else "UPDATE"
        columns = {column: np.ascontiguousarray(x[:, i]) for i, column in enumerate(NAMES)}
        ROOT.RDF.FromNumpy(columns).Snapshot(name, "events.root", "", options)


def open_factory(silent: bool = True, **split) -> tuple:
    """A Factory, a DataLoader with the events, and their file, which must stay open."""
    events = ROOT.TFile.Open("events.root")
    factory = ROOT.TMVA.Factory("bench", Silent=silent, AnalysisType="Classification")
    loader = ROOT.TMVA.DataLoader("bench")
    for name in NAMES:
        loader.AddVariable(name)
    loader.AddSignalTree(events.Get("signal"))
    loader.AddBackgroundTree(events.Get("background"))
    loader.PrepareTrainingAndTestTree(ROOT.TCut(""), SplitMode="Random", NormMode="NumEvents", **split)
    return factory, loader, events


def book(factory, loader, verbose: int = 0) -> None:
    options = dict(FilenameModel="model.yml", NumEpochs=EPOCHS, BatchSize=BATCH, Verbose=verbose)
    factory.BookMethod(loader, ROOT.TMVA.Types.kPyKeras, "net", **options)


def training_row() -> dict:
    """Half of the events, 20% of them for validation: TrainAllMethods, with reading and saving, beside model.fit alone."""
    random = np.random.default_rng(2)
    x = random.normal(size=(N_EVENTS // 2, N_VARIABLES)).astype(np.float32)
    y = np.eye(2, dtype=np.float32)[random.integers(0, 2, len(x))]
    weights = np.ones(len(x), np.float32)
    n = int(0.8 * len(x))

    def ours():
        factory, loader, events = open_factory()
        book(factory, loader)
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

    times, _ = race(ours, peer)
    return row("factory_train_50k", times, "keras model.fit", "s")


def testing_row() -> dict:
    factory, loader, events = open_factory()
    book(factory, loader)
    factory.TrainAllMethods()
    x, model = np.zeros((N_EVENTS // 2, N_VARIABLES), np.float32), build_model()
    times, _ = race(lambda: timed(factory.TestAllMethods), lambda: timed(lambda: model.predict(x, verbose=0)))
    return row("factory_test_50k", times, "keras model.predict in its batches of 32", "s")


def measure() -> list[dict]:
    """In the current directory."""
    write_events(N_EVENTS)
    pytmva_keras.save_model(build_model(), "model.yml")
    return [training_row(), testing_row()]
