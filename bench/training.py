"""Rows of training: seconds an epoch, beside plain model.fit of the same backend.

Both have the same events, weights and settings, Keras's own for Adam, and validate on as many events, few. Ours has its
default options otherwise, so it also keeps the best weights and writes them. All threads work, hence no CPU time.
"""

import keras
import numpy as np

from pytmva_keras import backends, bridge, save_model

from epochs import FitClock, our_epochs
from models import build
from race import row

N_TRAINING, N_VALIDATION = 100_000, 1000
# Network, batch size, rounds, epochs of each round; of the first one are rows of their own.
CASES = [("small", 32, 3, 3), ("small", 128, 3, 4), ("small", 1024, 3, 8), ("big", 32, 2, 2)]
CASES_ON_TORCH = [("small", 32, 2, 2), ("small", 128, 2, 3), ("small", 1024, 2, 4)]  # the slowest, on a CPU
LOSSES = {"small": "categorical_crossentropy", "big": "binary_crossentropy"}


def events(model, count: int = N_TRAINING + N_VALIDATION) -> tuple:
    """Two classes that overlap: x, y (0 is the signal, as in TMVA) and weights."""
    random = np.random.default_rng(1)
    x = random.normal(size=(count, model.input_shape[-1])).astype(np.float32)
    y = (x.sum(axis=1, keepdims=True) + random.normal(size=(count, 1)) < 0).astype(np.float32)
    return x, y, random.uniform(0.5, 1.5, count).astype(np.float32)


def train_ours(name: str, sample: tuple, batch: int, epochs: int) -> tuple[list[float], float]:
    """Seconds of each epoch, and the loss of the last one."""
    x = sample[0]
    trainer = bridge.open_trainer(dict(
        title="bench", variables=[f"x{i}" for i in range(x.shape[1])], classes=["Signal", "Background"],
        filename_model=f"{name}.yml", filename_trained_model="trained.h5", batch_size=batch, num_epochs=epochs,
        validation_size=N_VALIDATION, verbose=2,
    ))  # fmt: skip
    with our_epochs() as seconds:
        history = bridge.train(trainer, *sample)["history"]
    if len(seconds) != epochs:
        raise RuntimeError(f"the log of our training has {len(seconds)} epochs, expected {epochs}")
    return seconds, history["loss"][-1]


def train_plain(name: str, sample: tuple, batch: int, epochs: int) -> tuple[list[float], float]:
    """Seconds of each epoch, and the loss of the last one."""
    x, y, weights = sample
    labels = 1 - y if name == "big" else np.concatenate([1 - y, y], axis=1)
    n, model, clock = len(x) - N_VALIDATION, build(name), FitClock()
    model.compile(optimizer="adam", loss=LOSSES[name])
    history = model.fit(
        x[:n], labels[:n], sample_weight=weights[:n], validation_data=(x[n:], labels[n:], weights[n:]),
        batch_size=batch, epochs=epochs, callbacks=[clock], verbose=0,
    )  # fmt: skip
    return clock.seconds, history.history["loss"][-1]


def rows_of(name: str, batch: int, rounds: int, epochs: int) -> list[dict]:
    sample, sides = events(build(name)), (train_ours, train_plain)
    first, later, losses = ([], []), ([], []), ([], [])
    for _ in range(rounds):
        for side, train in enumerate(sides):
            seconds, loss = train(name, sample, batch, epochs)
            first[side].append(seconds[0])
            later[side].extend(seconds[1:])
            losses[side].append(loss)
    np.testing.assert_allclose(*map(np.mean, losses), rtol=0.1, err_msg="both must have learned the same")
    row_name = f"train_{keras.backend.backend()}_{name}_{batch}"
    peer = f"{keras.backend.backend()}: keras model.fit"
    return [row(row_name, later, peer, "s"), row(f"{row_name}_first_epoch", first, peer, "s")]


def measure() -> list[dict]:
    """The rows of the backend that Keras runs on."""
    backends.configure()
    keras.utils.set_random_seed(1)
    for name in LOSSES:
        save_model(build(name), f"{name}.yml")
    warm_up = events(build("small"), 2 * N_VALIDATION)
    train_ours("small", warm_up, 1000, 1)
    train_plain("small", warm_up, 1000, 1)
    cases = CASES_ON_TORCH if keras.backend.backend() == "torch" else CASES
    return [one for case in cases for one in rows_of(*case)]
