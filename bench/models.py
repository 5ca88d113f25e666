"""The two networks of the benchmark."""


def build(name: str):
    """A Keras model, not compiled: "small" (4-64-64-2), or "big" (28-300-300-300-1, batch normalisation and dropout)."""
    from keras import Sequential, layers

    if name == "small":
        hidden = [layers.Dense(64, "relu"), layers.Dense(64, "relu")]
        return Sequential([layers.Input((4,)), *hidden, layers.Dense(2, "softmax")])
    hidden = []
    for _ in range(3):
        hidden += [layers.Dense(300, "relu"), layers.BatchNormalization(), layers.Dropout(0.2)]
    return Sequential([layers.Input((28,)), *hidden, layers.Dense(1, "sigmoid")])
