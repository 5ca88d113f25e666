"""Times trainings on the CPU and on the first GPU: prints a table, writes results/gpu.json. Needs no ROOT.

    KERAS_BACKEND=jax PYTHONPATH=. python bench/gpu.py

One row: {network, batch, cpu, gpu, unit, ratio}; seconds an epoch, without those of the first one; ratio = cpu / gpu.
"""

import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from pytmva_keras import ConfigurationError, backends, bridge, save_model

N_EVENTS, N_VARIABLES, EPOCHS = 100_000, 28, 3
NETWORKS = {"64-64": (64, 64), "300-300-300": (300, 300, 300), "2000-2000": (2000, 2000)}
BATCHES = (128, 1024, 8192)
RESULTS = Path(__file__).resolve().parent / "results" / "gpu.json"


def write_model(hidden: tuple) -> None:
    import keras

    layers = [keras.layers.Dense(units, activation="relu") for units in hidden]
    outputs = keras.layers.Dense(2, activation="softmax")
    save_model(keras.Sequential([keras.layers.Input((N_VARIABLES,)), *layers, outputs]), "model.yml")


def seconds(events: tuple, device: str, batch: int, epochs: int) -> float:
    """The time of a training on `device`, tracing and compilation included."""
    options = dict(
        title="gpu", variables=[f"x{i}" for i in range(N_VARIABLES)], classes=["Signal", "Background"], verbose=0,
        filename_model="model.yml", filename_trained_model="trained.h5", batch_size=batch, num_epochs=epochs, device=device,
    )
    trainer = bridge.open_trainer(options)
    start = time.perf_counter()
    bridge.train(trainer, *events)
    return time.perf_counter() - start


def seconds_an_epoch(events: tuple, device: str, batch: int) -> float:
    seconds(events, device, batch, 1)  # everything is loaded now
    return (seconds(events, device, batch, 1 + EPOCHS) - seconds(events, device, batch, 1)) / EPOCHS


def measure() -> list[dict]:
    random = np.random.default_rng(1)
    x = random.normal(size=(N_EVENTS, N_VARIABLES)).astype(np.float32)
    events = x, (x.sum(axis=1, keepdims=True) < 0).astype(np.float32), np.ones(N_EVENTS, np.float32)
    rows = []
    for network, hidden in NETWORKS.items():
        write_model(hidden)
        for batch in BATCHES:
            cpu, gpu = (seconds_an_epoch(events, device, batch) for device in ("CPU", "GPU:0"))
            rows.append({"network": network, "batch": batch, "cpu": cpu, "gpu": gpu, "unit": "s", "ratio": cpu / gpu})
    return rows


def main() -> None:
    backends.configure()
    try:
        gpu = backends.describe(backends.find_device("GPU:0"))
    except ConfigurationError as error:
        sys.exit(str(error))
    machine = f"{os.cpu_count()} cores, {platform.machine()}, {gpu}"
    print(f"{machine}\n{N_EVENTS} events, seconds an epoch")
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        rows = measure()
        os.chdir("/")
    RESULTS.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n")
    print(f"{'network':15} {'batch':>6} {'CPU':>8} {'GPU':>8} {'ratio':>6}")
    for row in rows:
        print(f"{row['network']:15} {row['batch']:6} {row['cpu']:8.3g} {row['gpu']:8.3g} {row['ratio']:6.1f}")


if __name__ == "__main__":
    main()
