"""Bad input: a clear message that names the object and the next step, and nothing half-written."""

import pytest

GOOD = "FilenameModel={inputs}/softmax.yml"

AT_BOOKING = {
    "no model": ("", r"no model was given\. Set FilenameModel="),
    "missing model": ("FilenameModel=nowhere.yml", r"the model file nowhere\.yml cannot be read: No such file"),
    "unknown suffix": ("FilenameModel=model.txt", r'unknown suffix "\.txt"; known: \.yml'),
    "broken yaml": ("FilenameModel={inputs}/broken.yml", r"broken\.yml"),
    "broken keras": ("FilenameModel={inputs}/broken.keras", r"broken\.keras is not a \.keras archive, or a truncated one"),
    "broken h5": ("FilenameModel={inputs}/broken.h5", r"broken\.h5"),
    "foreign tag": ("FilenameModel={inputs}/foreign.yml", r'line 1: the tag "!!python/object/apply:os.system" is not allowed'),
    "inputs": ("FilenameModel={inputs}/four_inputs.yml",
               r'the model expects 4 inputs, DataLoader "dataset" has 3 \(x, y, z\)\. Check FilenameModel='),
    "outputs": ("FilenameModel={inputs}/three_outputs.yml",
                r'the model has 3 outputs, expected 1 or 2: DataLoader "dataset" has 2 classes \(Signal, Background\)'),
    "option": (GOOD + ":NumEpoch=3", r"(?s)NumEpoch\b.*NumEpochs"),
    "optimizer": (GOOD + ":Optimizer=Adan", r'unknown optimizer "Adan", did you mean "Adam"\?'),
    "loss": (GOOD + ":Loss=binary_crosentropy", r'unknown loss "binary_crosentropy", did you mean "binary_crossentropy"\?'),
    "metric": (GOOD + ":Metrics=acuracy", r'unknown metric "acuracy", did you mean "accuracy"\?'),
    "backend": (GOOD + ":Backend=tensorflo", r'unknown backend "tensorflo", did you mean "tensorflow"\?'),
    "device": (GOOD + ":Device=GPU:7:NumEpochs=1", r'Device="GPU:7" is not there: the backend \w+ finds CPU'),
    "unknown device": (GOOD + ":Device=TPU", r'Device="TPU" is unknown. Known: auto, CPU, GPU'),
    "epochs": (GOOD + ":NumEpochs=0", r"must be at least 1, got 0"),
    "batch": (GOOD + ":BatchSize=-5", r"must be at least 1, got -5"),
    "validation": (GOOD + ":ValidationSize=some", r'ValidationSize="some": expected a percentage'),
    "schedule": (GOOD + ":LearningRateSchedule=1;2", r'LearningRateSchedule="1;2": expected "epoch,rate;epoch,rate"'),
    "trained model": (GOOD + ":FilenameTrainedModel=trained.yml", r'FilenameTrainedModel=".*trained.yml" must end with'),
    "user code": (GOOD + ":UserCode=nowhere.py", r'UserCode="nowhere\.py" cannot be read'),
    "continue": (GOOD + ":ContinueTraining", r"TrainedModel_nn\.h5 cannot be read: No such file"),
}


@pytest.mark.parametrize("case", AT_BOOKING)
def test_booking_is_refused(make_job, inputs, work, case):
    options, message = AT_BOOKING[case]
    job = make_job()
    before = {path for path in work.rglob("*") if path.is_file()}
    with pytest.raises(Exception, match=message) as error:
        job.book("nn", options.format(inputs=inputs))
    assert case == "option" or 'PyKeras "nn": ' in str(error.value)
    assert {path for path in work.rglob("*") if path.is_file()} == before
    assert not (work / "pwned").exists()


def test_a_factory_goes_on_after_a_refused_booking(make_job, inputs):
    job = make_job()
    with pytest.raises(Exception):
        job.book("nn", "FilenameModel=nowhere.yml")
    job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}:NumEpochs=1:LearnRate=0.05")
    assert job.run().roc("nn") > 0.8


def test_more_validation_events_than_there_are(make_job, inputs, work):
    job = make_job()
    job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}:ValidationSize=5000")
    with pytest.raises(Exception, match=r'PyKeras "nn": ValidationSize="5000" asks for 5000 validation events out of 1000'):
        job.factory.TrainAllMethods()
    assert not [*work.rglob("*.weights.xml"), *work.rglob("*.h5")]


def test_the_trained_model_cannot_be_written(make_job, inputs, work):
    (work / "file").write_text("")
    job = make_job()
    job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}:FilenameTrainedModel=file/trained.h5")
    with pytest.raises(Exception, match=r'PyKeras "nn": .*file/trained\.h5 cannot be written: .*choose another'):
        job.factory.TrainAllMethods()
    assert not list(work.rglob("*.weights.xml"))


def test_the_weight_directory_cannot_be_made(make_job, inputs, work):
    job = make_job()
    (work / "dataset").write_text("a file in the way")
    with pytest.raises(Exception, match="dataset/weights"):
        job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}:NumEpochs=1")
        job.factory.TrainAllMethods()
    assert not list(work.rglob("*.h5"))


@pytest.mark.parametrize("cut", ["x > 1e9", ("", "x > 1e9")], ids=["all classes", "background"])
def test_no_events_are_left(make_job, inputs, cut):
    job = make_job(cut=cut)
    with pytest.raises(Exception, match="(?i)cut"):
        job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}:NumEpochs=1")
        job.factory.TrainAllMethods()


def test_values_that_are_not_finite(make_job, inputs):
    job = make_job(trees=("signal", "not_finite"))
    with pytest.raises(Exception, match=r"(?s)not_finite.*\b3\b|\b3\b.*not_finite") as error:
        job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}:NumEpochs=1")
        job.factory.TrainAllMethods()
    assert '"y"' in str(error.value) or " y" in str(error.value)


def test_a_cut_removes_them(make_job, inputs):
    job = make_job(trees=("signal", "not_finite"), cut="y < 1e9")
    job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}:NumEpochs=1:LearnRate=0.05")
    assert job.run().roc("nn") > 0.8


def test_a_loss_that_is_never_finite(make_job, inputs):
    job = make_job()
    job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}:Optimizer=SGD:LearnRate=1e39:NumEpochs=3")
    with pytest.raises(Exception, match=r'PyKeras "nn": training failed, .*lower LearnRate'):
        job.factory.TrainAllMethods()


def test_an_error_in_user_code_shows_its_line(make_job, inputs, work):
    (work / "code.py").write_text("a = 1\nraise RuntimeError('my own')\n")
    with pytest.raises(Exception, match=r'UserCode="code\.py", line 2 failed: RuntimeError: my own'):
        make_job().book("nn", f"FilenameModel={inputs / 'softmax.yml'}:UserCode=code.py")


def test_an_unexpected_error_shows_its_traceback(make_job, inputs, monkeypatch):
    from pytmva_keras import training

    def explode(*arguments, **options):
        raise RuntimeError("something that nobody thought of")

    job = make_job()
    job.book("nn", f"FilenameModel={inputs / 'softmax.yml'}")
    monkeypatch.setattr(training, "make_callbacks", explode)
    with pytest.raises(Exception) as error:
        job.factory.TrainAllMethods()
    text = str(error.value)
    assert 'PyKeras "nn": an error in Python:\nTraceback' in text
    assert "RuntimeError: something that nobody thought of" in text and "training.py" in text
