"""Read a whole model from HDF5, its optimizer's state included."""

import logging

from ..errors import ConfigurationError
from .framework import explain, quiet_keras, safe_mode

_log = logging.getLogger("pytmva_keras")


def read(keras, path: str, custom_objects: dict):
    """Return the model in the HDF5 file `path`, compiled where it was saved compiled.

    Files of Keras 2 are read as far as Keras 3 itself can; otherwise ConfigurationError names the version.
    """
    import h5py

    if not h5py.is_hdf5(path):
        raise ConfigurationError(f"{path} is not an HDF5 file, or a truncated one. Save the model again.")
    with h5py.File(path, "r") as file:
        if "model_config" not in file.attrs:
            raise ConfigurationError(
                f"{path} holds weights without a model. Save it with model.save, not model.save_weights."
            )
        version = _text(file.attrs.get("keras_version", ""))
    try:
        with quiet_keras():
            model = keras.saving.load_model(path, custom_objects=custom_objects, safe_mode=safe_mode(keras))
    except Exception as error:
        if not version.startswith(("1.", "2.")):
            raise
        raise ConfigurationError(
            f"{path} was written by Keras {version} and is not readable yet: {explain(error)}"
        ) from error
    if model.compiled:
        _restore_optimizer(h5py, path, model)
    return model


def _restore_optimizer(h5py, path: str, model) -> None:
    """Give `model` a working optimizer with the state in the file, or a fresh one where that does not fit.

    Keras (3.15) builds the optimizer of an HDF5 file for no variables at all: it neither restores the state nor can train.
    """
    model.optimizer = type(model.optimizer).from_config(model.optimizer.get_config())
    model.optimizer.build(model.trainable_variables)
    with h5py.File(path, "r") as file:
        group = file.get("optimizer_weights")
        if group is None:
            return
        values = [group[_text(name)][()] for name in group.attrs.get("weight_names", ())]
    expected = [tuple(variable.shape) for variable in model.optimizer.variables]
    if [value.shape for value in values] != expected:
        _log.info("%s: the optimizer's state does not fit this optimizer; it starts afresh.", path)
        return
    model.optimizer.set_weights(values)


def _text(value) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
