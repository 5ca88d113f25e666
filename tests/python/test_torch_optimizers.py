"""Compiled models that Keras wrote on PyTorch are read on every backend, with the state of the optimizer."""

import shutil
import zipfile

import numpy as np
import pytest

from pytmva_keras import load_model, save_model

PUBLIC, PRIVATE = "keras.optimizers", "keras.src.backend.torch.optimizers.torch_adam"


@pytest.fixture
def model(make_model, keras):
    model = make_model(compile=dict(optimizer=keras.optimizers.Adam(0.25), loss="mse"))
    model.fit(np.ones((8, 4)), np.ones((8, 2)), epochs=2, verbose=0)
    return model


def assert_adam(model, expected):
    assert type(model.optimizer).__name__ == "Adam" and float(model.optimizer.learning_rate) == 0.25
    if expected is not None:
        for found, wanted in zip(model.optimizer.variables, expected.optimizer.variables, strict=True):
            np.testing.assert_array_equal(np.asarray(found), np.asarray(wanted))


def test_an_archive_of_keras_on_torch(model, tmp_path):
    """As Keras writes it there: the same archive but for the name of the module."""
    model.save(tmp_path / "plain.keras")
    with zipfile.ZipFile(tmp_path / "plain.keras") as source, zipfile.ZipFile(tmp_path / "torch.keras", "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "config.json":
                content = content.replace(PUBLIC.encode(), PRIVATE.encode())
                assert b"torch_adam" in content
            target.writestr(member, content)
    content = (tmp_path / "torch.keras").read_bytes()
    assert_adam(load_model(tmp_path / "torch.keras"), model)
    assert (tmp_path / "torch.keras").read_bytes() == content


@pytest.mark.parametrize("suffix", ["yml", "json"])
def test_texts_of_keras_on_torch(model, tmp_path, suffix):
    save_model(model, tmp_path / f"m.{suffix}")
    path = tmp_path / f"m.{suffix}"
    path.write_text(path.read_text().replace(PUBLIC, PRIVATE))
    assert "torch_adam" in path.read_text()
    assert_adam(load_model(path), None)


@pytest.mark.parametrize("suffix", ["yml", "json", "h5", "keras"])
def test_saved_models_name_public_classes(model, tmp_path, suffix):
    """On every backend; this test runs on PyTorch, too."""
    path = tmp_path / f"m.{suffix}"
    save_model(model, path)
    if suffix == "keras":
        shutil.unpack_archive(path, tmp_path, "zip")
    assert not [one for one in tmp_path.iterdir() if b"torch_adam" in one.read_bytes()]
    assert_adam(load_model(path), model if suffix in ("h5", "keras") else None)
