"""Write the files of this folder with Keras 2.3.1 on Theano 1.0.5: a small network, trained a little by each optimizer.

The .h5 (gzipped) is the whole model after 4 steps; its .npz holds responses (y), and what training on with the same four
batches gave: the losses and the last responses (z). inputs.npz holds the inputs (x) and targets (t) of all.
"""

import gzip
import os

import keras
import numpy as np
from keras import layers, optimizers

OPTIMIZERS = {
    "sgd": lambda: optimizers.SGD(0.1, momentum=0.9, nesterov=True, decay=0.1),
    "adam": lambda: optimizers.Adam(0.01, decay=0.05), "amsgrad": lambda: optimizers.Adam(0.01, amsgrad=True),
    "rmsprop": lambda: optimizers.RMSprop(0.01), "adagrad": lambda: optimizers.Adagrad(0.05),
    "adadelta": lambda: optimizers.Adadelta(1.0), "adamax": lambda: optimizers.Adamax(0.02),
    "nadam": lambda: optimizers.Nadam(0.02),
}

np.random.seed(4)
x = np.random.normal(size=(32, 5, 3)).astype("f")
t = np.eye(2, dtype="f")[(x.sum(axis=(1, 2)) > 0).astype(int)]
np.savez_compressed("inputs.npz", x=x, t=t)
for name, optimizer in OPTIMIZERS.items():
    model = keras.models.Sequential([
        layers.Conv1D(3, 2, activation="tanh", input_shape=(5, 3)), layers.GRU(2), layers.Dense(2, activation="softmax"),
    ])
    model.compile(optimizer(), "categorical_crossentropy")

    def train():
        return [float(model.train_on_batch(x[i : i + 8], t[i : i + 8])) for i in range(0, 32, 8)]

    train()
    model.save("model.h5")
    with open("model.h5", "rb") as file, open(f"{name}.h5.gz", "wb") as packed:
        packed.write(gzip.compress(file.read(), mtime=0))
    os.remove("model.h5")
    y = model.predict(x)
    np.savez_compressed(f"{name}.npz", y=y, losses=train() + train() + train(), z=model.predict(x))
