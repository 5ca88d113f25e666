"""Write the files of a folder here with the tf.keras of the Python that runs this: make.py FOLDER.

Of each model: the archive (.keras) and, from 2.13 on, the .h5 (gzipped), saved after a few steps of training, and in the
.npz inputs (x0, x1), responses (y), targets (t), and what training on with the same four batches gave: the losses and the
last responses (z).
"""

import gzip
import os
import sys
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

keras = tf.keras
layers, optimizers = keras.layers, keras.optimizers
LATE = tuple(map(int, tf.__version__.split(".")[:2])) > (2, 12)


def dense():
    return keras.Sequential([
        layers.Input((4,)), layers.Dense(6, activation="relu", kernel_regularizer="l2"), layers.BatchNormalization(),
        layers.Dropout(0.0), layers.Dense(6), layers.LeakyReLU(), layers.Dense(2, activation="softmax"),
    ])


def two_inputs():
    left, right = layers.Input((3,), name="left"), layers.Input((3,), name="right")
    shared, inner = layers.Dense(4, activation="tanh"), layers.Dense(3, activation="hard_sigmoid")
    joined = layers.Concatenate()([inner(shared(left)), shared(right), layers.Dense(2)(left)])
    return keras.Model([left, right], layers.Dense(2, activation="softmax")(joined))


def convolution():
    return keras.Sequential([
        layers.Input((24,)), layers.Reshape((4, 3, 2)), layers.Conv2D(3, 2, padding="same", activation="relu"),
        layers.MaxPooling2D(2, padding="same"), layers.SeparableConv2D(4, 2, padding="same"), layers.Conv2D(2, 1),
        layers.GlobalAveragePooling2D(), layers.Dense(2, activation="softmax"),
    ])


def recurrent():
    return keras.Sequential([
        layers.Input((5, 3)), layers.Bidirectional(layers.LSTM(2, return_sequences=True)),
        layers.TimeDistributed(layers.Dense(3, activation="tanh")), layers.GRU(3, return_sequences=True),
        layers.RNN([layers.GRUCell(2), layers.LSTMCell(2), layers.GRUCell(2)]), layers.Dense(2, activation="softmax"),
    ])


def nested():
    entry = layers.Input((3,))
    normed = layers.LayerNormalization()(layers.Dense(4)(entry))
    inner = keras.Model(entry, layers.BatchNormalization()(layers.Dense(3, trainable=False)(normed)))
    tail = keras.Sequential([layers.Input((3,)), layers.Dense(4, activation="elu"), layers.Dense(2, activation="softmax")])
    entry = layers.Input((3,))
    return keras.Model(entry, tail(layers.Add()([inner(entry), inner(layers.PReLU()(entry))])))


def attention():
    entry = layers.Input((4, 3))
    seen = layers.MultiHeadAttention(2, 3)(entry, entry)
    return keras.Model(entry, layers.Dense(2, activation="softmax")(layers.Flatten()(seen)))


def preprocessing():
    number, word = layers.Input((3,)), layers.Input((2,), dtype="int64")
    parts = [
        layers.Normalization(mean=[0.5, 0.0, 1.0], variance=[1.0, 4.0, 2.0])(number), layers.Rescaling(0.5, 1.0)(number),
        layers.Discretization([-0.5, 0.5], output_mode="multi_hot")(number),
        layers.Hashing(5, output_mode="multi_hot")(word), layers.CategoryEncoding(8, output_mode="count")(word),
        layers.IntegerLookup(vocabulary=[2, 7, 5], output_mode="multi_hot", num_oov_indices=2)(word),
    ]
    joined = layers.SpectralNormalization(layers.Dense(4, activation="relu"))(layers.Concatenate()(parts))
    return keras.Model([number, word], layers.Dense(2, activation="softmax")(joined))


MODELS = {
    dense: lambda: optimizers.Adam(0.01), two_inputs: lambda: optimizers.SGD(0.1, momentum=0.9, nesterov=True),
    convolution: lambda: optimizers.RMSprop(0.01, momentum=0.5, centered=True), recurrent: lambda: optimizers.Adamax(0.02),
    nested: lambda: optimizers.Adagrad(0.1), attention: lambda: optimizers.Adadelta(1.0),
    **({preprocessing: lambda: optimizers.Adam(0.01, amsgrad=True)} if LATE else {}),
}
OLD = {  # of tf.keras until 2.10
    "adam": lambda: optimizers.legacy.Adam(0.01, amsgrad=True, decay=0.1),
    "rmsprop": lambda: optimizers.legacy.RMSprop(0.01, momentum=0.5, centered=True),
    "sgd": lambda: optimizers.legacy.SGD(0.1, momentum=0.9),
}


def _events(generator, entry):
    shape = (32, *entry.shape[1:])
    return generator.normal(size=shape).astype("f") if entry.dtype.is_floating else generator.integers(0, 8, size=shape)


def write(name, model, optimizer, suffixes):
    generator = np.random.default_rng(5)
    inputs = [_events(generator, entry) for entry in model.inputs]
    x = inputs if len(inputs) > 1 else inputs[0]
    targets = np.eye(2, dtype="f")[(inputs[0].reshape(32, -1).sum(axis=1) > 0).astype(int)]
    batches = [([one[i : i + 8] for one in inputs], targets[i : i + 8]) for i in range(0, 32, 8)]
    eager = name == "preprocessing"  # its SpectralNormalization trains in no other way
    model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"], run_eagerly=eager)

    def train():
        return [model.train_on_batch(part if len(part) > 1 else part[0], target)[0] for part, target in batches]

    train()
    for suffix in suffixes:
        path = f"{name}{suffix}"
        model.save(path, **({} if LATE or suffix == ".h5" else {"save_format": "keras_v3"}))
        pack(path)
    y = model.predict(x, verbose=0)
    losses = []
    for _ in range(3):
        losses += train()
    arrays = {f"x{i}": one for i, one in enumerate(inputs)}
    np.savez_compressed(f"{name}.npz", y=y, t=targets, losses=losses, z=model.predict(x, verbose=0), **arrays)


def pack(path):
    """Compress a file, whose content stays as it is."""
    if path.endswith(".h5"):
        with open(path, "rb") as file, open(f"{path}.gz", "wb") as packed:
            packed.write(gzip.compress(file.read(), mtime=0))
        os.remove(path)
        return
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


os.makedirs(sys.argv[1], exist_ok=True)
os.chdir(sys.argv[1])
keras.utils.set_random_seed(3)
for build, optimizer in MODELS.items():
    write(build.__name__, build(), optimizer(), (".keras", ".h5") if LATE else (".keras",))
for kind, optimizer in OLD.items() if LATE else ():
    write(f"old_{kind}", nested(), optimizer(), (".h5",))
