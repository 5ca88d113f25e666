"""The same network trained on the same events by Keras alone: what the TMVA job is compared with.

Reads the training and test events from the output file of HiggsClassification.C, decorrelates and normalises them with NumPy
as VarTransform=D,N does, and trains with the options of the BookMethod line.
"""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import ROOT

import pytmva_keras

VARIABLES = ["m_jj", "m_jjj", "m_lv", "m_jlv", "m_bb", "m_wbb", "m_wwbb"]
SIGNAL = 0  # classID of the signal in TMVA's trees


def read_events(path: str, tree: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Inputs (n, 7), signal flags (n,) and weights (n,) of `tree` in the file `path`."""
    columns = ROOT.RDataFrame(f"dataset/{tree}", path).AsNumpy(VARIABLES + ["classID", "weight"])
    x = np.stack([columns[name] for name in VARIABLES], axis=1)
    return x, columns["classID"] == SIGNAL, columns["weight"]


def decorrelate_and_normalise(train: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Multiplies by the inverse square root of the covariance, then maps the training range to [-1, 1]."""
    eigenvalues, vectors = np.linalg.eigh(np.cov(train, rowvar=False))
    whiten = vectors @ np.diag(eigenvalues**-0.5) @ vectors.T
    train, other = train @ whiten, other @ whiten
    low, high = train.min(axis=0), train.max(axis=0)
    return tuple(((x - low) / (high - low) * 2 - 1).astype(np.float32) for x in (train, other))


def roc_integral(scores: np.ndarray, signal: np.ndarray) -> float:
    """Probability that a signal event scores higher than a background event."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(scores)] = np.arange(1, len(scores) + 1)
    n_signal, n_background = signal.sum(), (~signal).sum()
    return (ranks[signal].sum() - n_signal * (n_signal + 1) / 2) / (n_signal * n_background)


def main(output_file: str, model_file: str) -> None:
    x, signal, weight = read_events(output_file, "TrainTree")
    x_test, signal_test, _ = read_events(output_file, "TestTree")
    x, x_test = decorrelate_and_normalise(x, x_test)
    y = np.eye(2, dtype=np.float32)[np.where(signal, 0, 1)]

    keras.utils.set_random_seed(100)  # as the option Seed does
    model = pytmva_keras.load_model(model_file)
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.01), loss="categorical_crossentropy")
    best = keras.callbacks.ModelCheckpoint("plain_keras.weights.h5", save_best_only=True, save_weights_only=True)
    n_train = int(0.8 * len(x))
    model.fit(
        x[:n_train], y[:n_train], sample_weight=weight[:n_train], batch_size=32, epochs=20, verbose=0, callbacks=[best],
        validation_data=(x[n_train:], y[n_train:], weight[n_train:]),
    )
    model.load_weights("plain_keras.weights.h5")
    scores = model.predict(x_test, batch_size=1024, verbose=0)[:, 0]
    print(f"demo: plain Keras on the same events = {roc_integral(scores, signal_test):.6f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
