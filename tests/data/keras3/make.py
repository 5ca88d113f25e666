"""Made with Keras 3.15.1 on TensorFlow 2.21: python make.py writes, for every model here, NAME.yml, NAME.h5 (with weights)
and NAME.npz (x: 20 events, y: what Keras responds). The tests of the Theano backend read them.
"""

import keras
import numpy as np

from pytmva_keras import save_model

L = keras.layers


def sequential(inputs, *layers, outputs=2):
    return keras.Sequential([L.Input((inputs,)), *layers, L.Dense(outputs, activation="softmax")])


def image(*layers):
    return sequential(32, L.Reshape((4, 4, 2)), *layers, L.Flatten())


def series(*layers):
    return sequential(12, L.Reshape((6, 2)), *layers)


def two_branches():
    """A shared layer, a nested model, and all that joins layers."""
    entry = L.Input((4,))
    shared = L.Dense(5, activation="tanh")
    inner = keras.Sequential([L.Input((5,)), L.Dense(5, activation="relu"), L.BatchNormalization()])
    one, two = shared(entry), shared(L.Dense(4, activation="selu")(entry))
    three, four = inner(one), inner(two)
    joined = [L.Add()([one, two]), L.Subtract()([one, three]), L.Multiply()([three, four]), L.Average()([one, four]),
              L.Maximum()([one, two]), L.Minimum()([three, four]), L.Dot(axes=1, normalize=True)([one, three])]
    return keras.Model(entry, L.Dense(2, activation="softmax")(L.Concatenate()(joined)))


def two_inputs():
    one, two = L.Input((2,)), L.Input((2, 2))
    joined = L.Concatenate()([L.Dense(3, activation="elu")(one), L.Flatten()(two)])
    return keras.Model([one, two], L.Dense(2, activation="softmax")(joined))


MODELS = {
    "dense": lambda: sequential(
        4, L.Dense(8, activation="relu", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(1e-3)),
        L.BatchNormalization(epsilon=1e-6), L.Dropout(0.1), L.Dense(6, kernel_constraint=keras.constraints.MaxNorm(2.0),
        bias_initializer=keras.initializers.Constant(0.1), bias_regularizer="l1"), L.LeakyReLU(negative_slope=0.2),
        L.GaussianNoise(0.1), L.Dense(6, kernel_initializer=keras.initializers.Orthogonal(), activation="softsign"),
        L.PReLU(),
        L.Dense(4, kernel_initializer="lecun_uniform", activation="exponential"), L.ELU(0.5), L.AlphaDropout(0.1),
        L.ReLU(max_value=3.0, negative_slope=0.1), L.Softmax(),
        L.ActivityRegularization(l1=0.01), L.Activation("softplus")),
    "conv1d": lambda: series(L.Conv1D(3, 2, activation="tanh"), L.ZeroPadding1D(1),
                             L.Conv1D(3, 3, padding="causal", dilation_rate=2),
                             L.UpSampling1D(2), L.Cropping1D((1, 2)), L.AveragePooling1D(2), L.SpatialDropout1D(0.1),
                             L.SeparableConv1D(4, 3), L.GlobalMaxPooling1D()),
    "conv2d": lambda: image(L.Conv2D(3, (3, 2), activation="relu"), L.ZeroPadding2D(1), L.Conv2D(4, 3, padding="same"),
                            L.BatchNormalization(), L.UpSampling2D(2), L.MaxPooling2D(2), L.Cropping2D(1)),
    "more_conv2d": lambda: image(L.DepthwiseConv2D(3, padding="same"), L.SeparableConv2D(3, (2, 3), activation="tanh"),
                                 L.Conv2DTranspose(2, 3, strides=2), L.AveragePooling2D((2, 3)), L.Permute((2, 1, 3))),
    "conv3d": lambda: sequential(54, L.Reshape((3, 3, 3, 2)), L.Conv3D(2, 2, activation="tanh"), L.GlobalAveragePooling3D()),
    "recurrent": lambda: series(L.LSTM(3, return_sequences=True), L.GRU(3, return_sequences=True, reset_after=True),
                                L.GRU(3, return_sequences=True, reset_after=False), L.SimpleRNN(4)),
    "wrapped": lambda: series(L.TimeDistributed(L.Dense(3, activation="tanh")),
                              L.Bidirectional(L.LSTM(3, return_sequences=True)), L.Bidirectional(L.GRU(2), merge_mode="sum"),
                              L.RepeatVector(2), L.Flatten()),
    "embedding": lambda: sequential(3, L.Embedding(5, 4), L.GlobalAveragePooling1D()),
    "two_branches": two_branches,
    "two_inputs": two_inputs,
}


def events(name, model):
    generator = np.random.default_rng(1)
    shape = (20, sum(int(np.prod(tensor.shape[1:])) for tensor in model.inputs))
    return generator.integers(0, 5, shape).astype("f") if name == "embedding" else generator.normal(size=shape).astype("f")


def parts(model, x):
    """The inputs of the model, cut out of the events in their order."""
    ends = np.cumsum([int(np.prod(tensor.shape[1:])) for tensor in model.inputs])
    cut = np.split(x, ends[:-1], axis=1)
    return [part.reshape(-1, *tensor.shape[1:]) for part, tensor in zip(cut, model.inputs)]


def shifted(name, value):
    """No weights where a mistake would not show, such as zeros; variances stay above 0."""
    value = value + np.random.normal(scale=0.2, size=value.shape).astype("f")
    return np.abs(value) if "moving" in name else value


for name, make in MODELS.items():
    keras.utils.set_random_seed(1)
    model = make()
    model.set_weights([shifted(variable.name, value) for variable, value in zip(model.weights, model.get_weights())])
    model.compile(keras.optimizers.Adam(0.02, beta_1=0.8), loss="categorical_crossentropy", metrics=["accuracy"])
    save_model(model, f"{name}.yml")
    save_model(model, f"{name}.h5")
    x = events(name, model)
    y = model(parts(model, x), training=False)
    np.savez_compressed(f"{name}.npz", x=x, y=np.asarray(y))
    print(name, np.asarray(y).std())
