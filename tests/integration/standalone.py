"""Trained networks of all kinds of layers, analyses and transformations, and what TMVA::Reader makes of them."""

from array import array

import numpy as np

VARIABLES = ["x", "sum := x+y", "z"]
N_EVENTS = 300


class Trained:
    """Networks of one analysis, trained in dataset/weights/ of a directory, and their Reader's responses to `events`.

    networks: title -> (model, VarTransform).
    """

    def __init__(self, root, directory, analysis, networks, job):
        from pytmva_keras import save_model

        self.directory, self.analysis, self.job, self.titles = directory, analysis, job, list(networks)
        generator = np.random.default_rng(4)
        self.events = generator.normal(size=(40, 3)).astype(np.float32)
        with root.TFile.Open(str(directory / f"{job}.root"), "RECREATE") as output:
            factory = root.TMVA.Factory(job, output, f"Silent:!Color:!DrawProgressBar:AnalysisType={analysis}")
            loader = root.TMVA.DataLoader("dataset")
            for name in VARIABLES:
                loader.AddVariable(name)
            if analysis == "Regression":
                loader.AddTarget("t")
                loader.AddTarget("u")
            for event in generator.normal(size=(N_EVENTS, 3)):
                for add in (loader.AddTrainingEvent, loader.AddTestEvent):
                    add(*self.label(*event))
            loader.PrepareTrainingAndTestTree(root.TCut(""), "NormMode=None:!V")
            for title, (model, transformations) in networks.items():
                save_model(model, str(directory / f"{title.split()[0]}.json"))
                factory.BookMethod(loader, root.TMVA.Types.kPyKeras, title,
                                   f"VarTransform={transformations}:FilenameModel={directory / title.split()[0]}.json:"
                                   "NumEpochs=2:LearnRate=0.02:BatchSize=50")
            factory.TrainAllMethods()
        self.expected = {title: self.apply_reader(root, title) for title in networks}

    def label(self, x, y, z):
        if self.analysis == "Regression":
            return "Regression", [x, x + y, z, 100 * x + 5, y - 3 * z], 1.0
        if self.analysis == "Multiclass":
            return "A" if x > 0.5 else "B" if y > 0 else "C", [x, x + y, z], 1.0
        return "Signal" if x + y > 0 else "Background", [x, x + y, z], 1.0

    def weight_file(self, title):
        return self.directory / f"dataset/weights/{self.job}_{title}.weights.xml"

    def class_file(self, title):
        return self.directory / f"dataset/weights/{self.job}_{title}.class.C"

    def apply_reader(self, root, title):
        reader = root.TMVA.Reader("!Color:Silent")
        values = [array("f", [0]) for _ in VARIABLES]
        for name, value in zip(VARIABLES, values):
            reader.AddVariable(name, value)
        reader.BookMVA(title, str(self.weight_file(title)))
        call = {"Classification": lambda name: [reader.EvaluateMVA(name)], "Multiclass": reader.EvaluateMulticlass,
                "Regression": reader.EvaluateRegression}[self.analysis]
        responses = []
        for event in self.events:
            for value, number in zip(values, event):
                value[0] = number
            responses.append(list(call(title)))
        return np.array(responses)


def small(keras, outputs, activation):
    keras.utils.set_random_seed(2)
    layers = keras.layers
    return keras.Sequential([layers.Input((3,)), layers.Dense(8, activation="tanh"), layers.BatchNormalization(),
                             layers.Dense(8, activation="relu"), layers.Dropout(0.1),
                             layers.Dense(outputs, activation=activation)])


def convolutional(keras):
    """Operations that move and pool: convolutions, transposed, grouped, dilated, pools, merges, attention."""
    layers = keras.layers
    x = inputs = layers.Input((3,))
    x = layers.Dense(24, activation="selu")(x)
    x = layers.Permute((2, 1, 3))(layers.Reshape((3, 4, 2))(x))
    x = layers.Conv2D(4, (2, 3), padding="same", groups=2, activation="gelu")(x)
    x = layers.Conv2DTranspose(2, 2, strides=2, activation="mish")(x)
    x = layers.concatenate([layers.MaxPooling2D(2)(x), layers.AveragePooling2D(2, padding="same")(x)])
    x = layers.DepthwiseConv2D(2, dilation_rate=1, activation="swish")(x)
    x = layers.Reshape((-1, 4))(layers.ZeroPadding2D(1)(x))
    y = layers.Conv1D(4, 3, padding="causal", dilation_rate=2, activation="softplus")(x)
    x = layers.add([x, y, layers.LayerNormalization()(y)])
    x = layers.MultiHeadAttention(2, 3)(x, x)
    x = layers.maximum([layers.Softmax()(x), layers.multiply([x, layers.UnitNormalization()(x)])])
    x = layers.average([layers.minimum([x, layers.PReLU()(x)]), layers.subtract([x, y])])
    x = layers.GlobalAveragePooling1D()(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(layers.ELU()(x)))


def activations(keras):
    """All functions of one number, and some of several."""
    from pytmva_keras.native import functions

    layers = keras.layers
    inputs = layers.Input((3,))
    x = layers.Rescaling(2.0, 0.1)(layers.Dense(4)(inputs))
    y = [layers.Activation(name)(x) for name in [*functions._FUNCTIONS, "log_softmax"]]
    y += [layers.LeakyReLU(0.3)(x), layers.ReLU(1.5, 0.1, 0.2)(x), layers.Dot(1)([x, y[1]])]
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(layers.concatenate(y)))


def recurrent(keras):
    """All cells, both ways, and an embedding of the first variable's sign."""
    layers = keras.layers
    inputs = layers.Input((3,))
    x = layers.Reshape((6, 2))(layers.Dense(12)(inputs))
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(x)
    x = layers.GRU(4, return_sequences=True, reset_after=True)(x)
    x = layers.GRU(4, return_sequences=True, reset_after=False, go_backwards=True, recurrent_activation="hard_sigmoid")(x)
    x = layers.SimpleRNN(5)(x)
    row = layers.Flatten()(layers.Embedding(5, 2)(layers.Dense(1, activation="relu6", trainable=False)(inputs)))
    return keras.Model(inputs, layers.Dense(3, activation="softmax")(layers.concatenate([x, row])))


def train(root, keras, directory):
    """Return [Trained, ...]: three analyses, with all transformations; in "other" a title that "job" has too."""
    jobs = [
        ("Classification", {"soft max": (small(keras, 2, "softmax"), "D,N"), "sigmoid": (small(keras, 1, "sigmoid"), "P,G"),
                            "convolutional": (convolutional(keras), "N"),
                            "activations": (activations(keras), "N")}, "job"),
        ("Multiclass", {"multi": (small(keras, 3, "softmax"), "G_A,D_B(x,z),N"),
                        "recurrent": (recurrent(keras), "I")}, "job"),
        ("Regression", {"regression": (small(keras, 2, "linear"), "N"),
                        "chain": (small(keras, 2, "linear"), "D,U(_V_,_T_),P,N(_V_,_T_)"),
                        "gauss": (small(keras, 2, "linear"), "G(_V_,_T_)")}, "job"),
        ("Classification", {"sigmoid": (small(keras, 1, "sigmoid"), "None")}, "other"),
    ]
    return [Trained(root, directory, *job) for job in jobs]


def cases(trained):
    return [(job, title) for job in trained for title in job.titles]


def tolerance(expected):
    return 1e-6 * np.maximum(1, np.abs(expected).max(axis=0))
