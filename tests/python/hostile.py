"""Model files that try something: a small good model of Keras 3, one part of it replaced, in every format that is read."""

import functools
import json
import pathlib
import tempfile
import zipfile

import h5py

from pytmva_keras import theano

FORMATS = (".yml", ".json", ".h5", *([] if theano.is_installed() else [".keras"]))  # Theano's Keras has no archives


def layer(class_name, config, module="keras.layers", **more):
    return {"module": module, "class_name": class_name, "config": config, "registered_name": None, **more}


def function(module, name):
    return {"module": module, "class_name": "function", "config": name, "registered_name": name}


def dense(**changes):
    return layer("Dense", {"name": "dense", "units": 2, "activation": "linear", **changes})


def model(*layers, **more):
    """The configuration of a Sequential of 4 inputs and `layers`."""
    entry = layer("InputLayer", {"batch_shape": [None, 4], "dtype": "float32", "name": "in"})
    return {**layer("Sequential", {"name": "s", "layers": [entry, *layers]}, "keras"), "keras_version": "3.15.1", **more}


def write(path, config, keras):
    """Write `config` in the format of the suffix of `path`, as Keras would, and return `path`."""
    if path.suffix in (".yml", ".json"):
        path.write_text(json.dumps(config))  # which is YAML too
        return path
    path.write_bytes(_good_file(keras, path.suffix))
    if path.suffix == ".h5":
        with h5py.File(path, "r+") as file:
            file.attrs["model_config"] = json.dumps(config)
            if "compile_config" in config:
                settings = config["compile_config"]
                file.attrs["training_config"] = json.dumps({**settings, "optimizer_config": settings["optimizer"]})
        return path
    return replace_members(path, {"config.json": json.dumps(config).encode()})


@functools.lru_cache
def _good_file(keras, suffix):
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory, f"good{suffix}")
        keras.Sequential([keras.layers.Dense(2, name="dense", input_shape=(4,))]).save(path)
        return path.read_bytes()


def replace_members(path, members, more=()):
    """Write the archive `path` anew with `members` {name: content} replaced, then `more` [(ZipInfo or name, content)]."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**content, **members}.items():
            archive.writestr(name, data)
        for name, data in more:
            archive.writestr(name, data)
    return path
