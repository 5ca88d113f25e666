"""Row train_overhead: all that a training takes but the epochs, from BookMethod to the end of TrainAllMethods, beside what
one does by hand with RDataFrame and Keras. Each in fresh processes, which have imported ROOT and the backend before."""

import subprocess
import sys
import time

import keras
import numpy as np
import ROOT

import factory
import pytmva_keras
from epochs import FitClock, our_epochs
from race import race, row

N_TRAINING, N_TEST = 100_000, 2000  # events


def train_ours() -> float:
    """Seconds."""
    per_class = {f"n{sample}_{name}": n // 2 for name in ("Signal", "Background")
                 for sample, n in (("Train", N_TRAINING), ("Test", N_TEST))}
    booked, loader, events = factory.open_factory(silent=False, **per_class)
    with our_epochs() as epochs:
        start = time.perf_counter()
        factory.book(booked, loader, verbose=2)
        booked.TrainAllMethods()
        seconds = time.perf_counter() - start
    if len(epochs) != factory.EPOCHS:
        raise RuntimeError(f"the log of our training has {len(epochs)} epochs, expected {factory.EPOCHS}")
    return seconds - sum(epochs)


def train_by_hand() -> float:
    """Seconds for the same: the events into arrays, the training, its responses, and a file of the trained network."""
    clock, start = FitClock(), time.perf_counter()
    trees = [ROOT.RDataFrame(name, "events.root").AsNumpy(factory.NAMES) for name in ("signal", "background")]
    x = np.concatenate([np.column_stack([tree[name] for name in factory.NAMES]) for tree in trees])
    y = np.repeat(np.eye(2, dtype=np.float32), len(x) // 2, axis=0)
    order = np.random.default_rng(1).permutation(len(x))[:N_TRAINING]
    x, y, n = x[order], y[order], int(0.8 * N_TRAINING)
    model = keras.saving.load_model("model.keras")
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(
        x[:n], y[:n], validation_data=(x[n:], y[n:]), batch_size=factory.BATCH, epochs=factory.EPOCHS, callbacks=[clock],
        verbose=0,
    )
    model.predict(x, batch_size=8192, verbose=0)
    model.save("trained.keras")
    return time.perf_counter() - start - sum(clock.seconds)


def measure() -> list[dict]:
    """In the current directory."""
    factory.write_events(N_TRAINING + N_TEST)
    for suffix in ("yml", "keras"):
        pytmva_keras.save_model(factory.build_model(), f"model.{suffix}")

    def fresh(function) -> tuple[float, None]:
        command = [sys.executable, __file__, function.__name__]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return float(printed.split("overhead ")[1].split()[0]), None

    times, _ = race(lambda: fresh(train_ours), lambda: fresh(train_by_hand))
    return [row("train_overhead", times, "AsNumpy, load_model, fit, predict, save", "s")]


if __name__ == "__main__":
    print("overhead", {"train_ours": train_ours, "train_by_hand": train_by_hand}[sys.argv[1]](), flush=True)
