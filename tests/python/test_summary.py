from pytmva_keras.summary import compile_lines, summary_lines


def test_a_line_a_layer(keras):
    model = keras.Sequential([
        keras.layers.Input((4,)), keras.layers.Dense(8, activation="relu", name="hidden"),
        keras.layers.BatchNormalization(name="norm"), keras.layers.Dense(2, activation="softmax", name="last"),
    ])
    header, hidden, norm, last, total, compiled = summary_lines(model)
    assert header.split() == ["layer", "type", "output", "shape", "parameters", "activation"]
    assert hidden.split() == ["hidden", "Dense", "(n,", "8)", "40", "relu"]
    assert norm.split() == ["norm", "BatchNormalization", "(n,", "8)", "32"]
    assert last.split() == ["last", "Dense", "(n,", "2)", "18", "softmax"]
    assert (total, compiled) == ("Parameters: 90, trainable 74", "Not compiled")
    assert "\n".join(summary_lines(model)).isascii()


def test_compile_settings(keras, make_model):
    model = make_model(compile=dict(optimizer=keras.optimizers.SGD(0.25), loss="mse"))
    assert compile_lines(model) == ["Optimizer: SGD, learning rate 0.25; loss: mse"]
    model = make_model(compile=dict(optimizer="adam", loss=keras.losses.Huber()))
    assert compile_lines(model)[0].endswith("loss: huber_loss")


def test_functional_model_with_several_inputs(keras):
    inputs = [keras.layers.Input((2,)), keras.layers.Input((3,))]
    model = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Concatenate()(inputs)))
    assert len(summary_lines(model)) == 1 + 4 + 2


def test_model_that_is_not_built(keras):
    lines = summary_lines(keras.Sequential([keras.layers.Dense(3)]))
    assert lines[1].split()[2:4] == ["?", "?"]
