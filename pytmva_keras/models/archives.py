"""Archives (.keras): a zip file with config.json and model.weights.h5, of Keras 3 and of tf.keras from 2.12 on."""

import io
import json
import zipfile

from ..errors import ConfigurationError
from . import archives2, optimizer_state
from .building import build_model, compile_model_as_saved, effective, reporting
from .dialects import Origin, origin_of
from .engines import engine
from .framework import import_keras, quiet_keras
from .safety import Trust, check_archive, check_config, check_hdf5
from .sizes import check_outputs, limited
from .texts import check_size, read_json
from .torch_optimizers import make_public, public_archive


def read(path: str, trust: Trust):
    """Return the model in the archive `path`, compiled where it was saved compiled, its optimizer's state included."""
    check_engine(path)
    config, origin = read_config(path)
    if origin.keras < 3:
        return _read_keras2(path, config, origin, trust)
    trust = effective(trust)
    check_config(config, path, trust)
    settings = config.get("compile_config")
    complete = not settings or "optimizer" in settings
    with reporting(path), quiet_keras(), limited(path, trust), public_archive(path) as copy:
        model = import_keras().saving.load_model(
            copy, trust.custom_objects, compile=complete, safe_mode=not trust.allow_unsafe
        )
    check_outputs(model, path, trust)
    if not complete:
        compile_model_as_saved(model, settings, origin, path, trust)
    return model


def _read_keras2(path: str, config: dict, origin: Origin, trust: Trust):
    import h5py

    with quiet_keras():
        model = build_model(config, origin, path, trust)
        with reporting(path), zipfile.ZipFile(path) as archive:
            with h5py.File(io.BytesIO(archive.read("model.weights.h5")), "r") as file:
                leaves = archives2.load_weights(model, config, file, origin, path)
                state = archives2.optimizer_state(file)
        settings = config.get("compile_config")
        compile_model_as_saved(model, settings, origin, path, trust)
        optimizer_state.restore(model, leaves, state, settings, origin, path)
    return model


def read_config(path: str) -> tuple[dict, Origin]:
    """Return the configuration in the archive `path` and its origin, after a look at all that the archive holds."""
    if not zipfile.is_zipfile(path):
        raise ConfigurationError(f"{path} is not a .keras archive, or a truncated one. Save the model again.")
    import h5py

    with reporting(path), zipfile.ZipFile(path) as archive:
        check_archive(archive, path)
        check_size(archive.getinfo("config.json").file_size, f"config.json in {path}")
        config = read_json(archive.read("config.json").decode(), path)
        version = ""
        if "metadata.json" in archive.namelist():
            version = str(json.loads(archive.read("metadata.json")).get("keras_version", ""))
        for name in archive.namelist():
            if name.endswith(".h5"):
                content = archive.read(name)
                with h5py.File(io.BytesIO(content), "r") as file:
                    check_hdf5(file, f"{name} in {path}", len(content))
    return config, origin_of(config, path, version)


def write(model, path: str) -> None:
    """Write `model` to the archive `path`."""
    with quiet_keras():
        model.save(path)
    make_public(path)


def check_engine(path: str) -> None:
    """Raise ConfigurationError where the running Keras has no archives."""
    if engine().VERSION < 3:
        raise ConfigurationError(
            f"{path}: archives are of Keras 3, Theano runs on Keras 2.3.1. Take .h5, .yml or .json, which both have "
            "(python -m pytmva_keras convert, where Keras 3 is installed)."
        )
