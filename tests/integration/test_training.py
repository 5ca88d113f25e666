"""What the options of the method do, in whole jobs: booked, trained, tested and evaluated through PyROOT."""

import numpy as np
import pytest
import pytmva_keras
from conftest import history, test_tree

FAST = "NumEpochs=2:BatchSize=100:Optimizer=Adam:LearnRate=0.05"


@pytest.mark.parametrize("model", ["softmax.yml", "softmax.json", "sigmoid.yml"])
@pytest.mark.parametrize("signal_first", [True, False])
def test_the_response_is_that_of_the_signal(book_and_run, model, signal_first):
    job = book_and_run(FAST, model, signal_first=signal_first)
    assert job.roc("nn") > 0.9
    job.close()
    tree = test_tree()
    signal = tree["classID"] == (0 if signal_first else 1)
    assert tree["nn"][signal].mean() > 0.6 > 0.4 > tree["nn"][~signal].mean()


def test_two_methods_in_one_factory(make_job, inputs, work):
    job = make_job()
    job.book("softmax", f"FilenameModel={inputs / 'softmax.yml'}:VarTransform=D,N:{FAST}")
    job.book("sigmoid", f"FilenameModel={inputs / 'sigmoid.yml'}:{FAST}")
    job.run()
    assert job.roc("softmax") > 0.9 and job.roc("sigmoid") > 0.9
    job.close()
    tree = test_tree()
    assert np.abs(tree["softmax"] - tree["sigmoid"]).max() > 1e-3
    files = {path.name for path in (work / "dataset/weights").iterdir()}
    assert {"job_softmax.weights.xml", "job_sigmoid.weights.xml",
            "TrainedModel_softmax.h5", "TrainedModel_sigmoid.h5"} <= files


def test_keyword_arguments_are_options(make_job, inputs, root):
    job = make_job()
    model = str(inputs / "softmax.yml")
    job.book("string", f"FilenameModel={model}:NumEpochs=2:VarTransform=N:LearnRate=0.05:!SaveBestOnly")
    job.factory.BookMethod(job.loader, root.TMVA.Types.kPyKeras, "keywords", FilenameModel=model, NumEpochs=2,
                           VarTransform="N", LearnRate=0.05, SaveBestOnly=False, Verbose=0, tfkeras=True)
    job.factory.BookMethod(job.loader, "PyKeras", "name", FilenameModel=model, NumEpochs=1, VarTransform="N",
                           LearnRate=0.05, Verbose=0)
    job.run().close()
    tree = test_tree()
    np.testing.assert_array_equal(tree["string"], tree["keywords"])
    assert np.abs(tree["string"] - tree["name"]).max() > 1e-3


def test_event_weights_reach_keras(book_and_run):
    """Background events with next to no weight: all the network learns is that everything is signal."""
    book_and_run("NumEpochs=5:LearnRate=0.05", background_weight="0.001", prepare="NormMode=None:!V").close()
    assert test_tree()["nn"].mean() > 0.9


def test_the_seed_decides(book_and_run, make_job, inputs):
    job = make_job()
    for title, seed in (("a", 7), ("b", 7), ("c", 8), ("d", 0), ("e", 0)):
        job.book(title, f"FilenameModel={inputs / 'softmax.yml'}:NumEpochs=1:Seed={seed}")
    job.run().close()
    tree = test_tree()
    np.testing.assert_array_equal(tree["a"], tree["b"])
    for one, other in ("ac", "ad", "de"):
        assert np.abs(tree[one] - tree[other]).max() > 1e-4


def test_continue_training(book_and_run):
    book_and_run("NumEpochs=6:LearnRate=0.01:Optimizer=SGD:!SaveBestOnly").close()
    first = history("nn", "loss")
    book_and_run("NumEpochs=2:LearnRate=0.01:Optimizer=SGD:ContinueTraining").close()
    then = history("nn", "loss")
    assert len(first) == 6 and len(then) == 2
    assert then[0] < first[-1] + 0.01 < first[0]


# The learning rate of the second epoch ruins the network.
RUIN = "NumEpochs=3:Optimizer=SGD:LearningRateSchedule=0,0.5;1,1e4;2,1e-9"


def test_save_best_only_keeps_the_best_epoch(book_and_run):
    job = book_and_run(RUIN + ":SaveBestOnly")
    assert job.roc("nn") > 0.9
    job.close()
    losses = history("nn", "val_loss")
    assert np.argmin(losses) == 0 and losses[2] > 2 * losses[0]


def test_without_save_best_only_the_last_epoch_is_kept(book_and_run, keras, work):
    book_and_run(RUIN + ":!SaveBestOnly").close()
    losses, tree = history("nn", "val_loss"), test_tree()
    p = np.clip(np.where(tree["classID"] == 0, tree["nn"], 1 - tree["nn"]), 1e-7, 1)
    assert -np.log(p).mean() > 2 * losses[0]
    model = keras.saving.load_model(work / "dataset/weights/TrainedModel_nn.h5", compile=False)
    x = np.stack([tree[name] for name in "xyz"], axis=1)
    np.testing.assert_allclose(model.predict(x, verbose=0)[:, 0], tree["nn"], atol=1e-6)


def test_learning_rate_schedule(book_and_run):
    book_and_run("NumEpochs=4:LearningRateSchedule=1,0.25;3,0.125:Optimizer=SGD:LearnRate=0.5").close()
    assert history("nn", "learning_rate") == pytest.approx([0.5, 0.25, 0.25, 0.125])


def test_early_stopping(book_and_run):
    book_and_run("NumEpochs=50:TriesEarlyStopping=2:Optimizer=SGD:LearningRateSchedule=0,0.5;2,1e4").close()
    losses = history("nn", "val_loss")
    assert len(losses) < 50
    assert len(losses) == np.argmin(losses) + 1 + 2


@pytest.mark.parametrize("size", ["20%", "0.2", "200"])
def test_validation_size(book_and_run, size):
    """The three ways to say 200 of the 1000 training events; another number gives another validation loss."""
    book_and_run(f"NumEpochs=1:ValidationSize={size}").close()
    loss = history("nn", "val_loss")
    book_and_run("NumEpochs=1").close()
    assert history("nn", "val_loss") == loss
    book_and_run("NumEpochs=1:ValidationSize=500").close()
    assert history("nn", "val_loss") != loss


@pytest.mark.parametrize("suffix", ["keras", "h5"])
def test_a_compiled_model_keeps_optimizer_and_loss(book_and_run, suffix):
    book_and_run("NumEpochs=1", f"compiled.{suffix}").close()
    model = pytmva_keras.load_model("dataset/weights/TrainedModel_nn.h5")
    optimizer = model.optimizer.get_config()
    assert type(model.optimizer).__name__ == "SGD"
    assert model.loss in ("mse", "mean_squared_error")
    assert (optimizer["learning_rate"], optimizer["momentum"]) == pytest.approx((0.05, 0.25))


def test_options_replace_optimizer_loss_and_metrics(book_and_run, keras):
    book_and_run("NumEpochs=1:Optimizer=rmsprop:LearnRate=0.02:Loss=categorical_crossentropy:Metrics=accuracy,auc",
                 "compiled.keras").close()
    model = keras.saving.load_model("dataset/weights/TrainedModel_nn.h5")
    assert type(model.optimizer).__name__ == "RMSprop"
    assert model.optimizer.get_config()["learning_rate"] == pytest.approx(0.02)
    assert model.loss in ("categorical_crossentropy", keras.losses.categorical_crossentropy)
    assert 0 < history("nn", "accuracy")[0] <= 1
    assert 0 < history("nn", "val_accuracy")[0] <= 1


def test_user_code(make_job, keras, work):
    (work / "code.py").write_text(
        "import keras\nclass Twice(keras.layers.Layer):\n    def call(self, x):\n        return 2 * x\n"
        "load_model_custom_objects = {'Twice': Twice}\nopen('runs.txt', 'a').write('x')\n"
    )
    namespace = {}
    exec((work / "code.py").read_text(), namespace)
    (work / "runs.txt").unlink()
    layers = keras.layers
    keras.utils.set_random_seed(1)
    keras.Sequential([layers.Input((3,)), namespace["Twice"](), layers.Dense(1, activation="sigmoid")]).save("custom.keras")
    job = make_job()
    job.book("nn", f"FilenameModel=custom.keras:UserCode=code.py:NumEpochs=10:LearnRate=0.05")
    assert job.run().roc("nn") > 0.8
    assert (work / "runs.txt").read_text() == "x", "it runs once, to train and to read the weight file"


def test_options_say_how_the_backend_is_chosen(make_job, inputs, root, capfd):
    method = make_job().book("nn", f"FilenameModel={inputs / 'softmax.yml'}:V")
    root.TMVA.gConfig().SetSilent(False)
    method.SetMsgType(root.TMVA.kVERBOSE)
    method.PrintOptions()
    root.TMVA.gConfig().SetSilent(True)
    printed = {line.split(":")[1].strip(): line for line in capfd.readouterr().out.splitlines() if "[" in line}
    assert "empty: KERAS_BACKEND, else keras.json's, else the first that is installed" in printed["Backend"]
    assert "auto: a GPU if there is one" in printed["Device"]


def test_device_is_named_where_it_was_asked_for(make_job, inputs, root, capfd):
    job = make_job()
    for title, option in (("asked", ":Device=CPU:0"), ("not", "")):
        job.book(title, f"FilenameModel={inputs / 'softmax.yml'}:{FAST}:Verbose=1{option}")
    root.TMVA.gConfig().SetSilent(False)
    job.run()
    root.TMVA.gConfig().SetSilent(True)
    assert job.roc("asked") == job.roc("not") > 0.9
    versions = [line for line in capfd.readouterr().out.splitlines() if "Keras 3." in line]
    assert [line.endswith(", CPU") for line in versions] == [True, False]


def test_tensorboard(book_and_run, work):
    pytest.importorskip("tensorboard")
    book_and_run("NumEpochs=1:TensorBoard=logs")
    assert list((work / "logs").rglob("events.out.tfevents*"))


def test_no_model_persistence(book_and_run, work):
    job = book_and_run(FAST, factory="!ModelPersistence")
    assert job.roc("nn") > 0.9
    assert not list(work.rglob("*.weights.xml"))
