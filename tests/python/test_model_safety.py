"""Crafted model files, one for each known hole of Keras, in every format: none runs code, reads a file or reaches out."""

import base64
import io
import json
import marshal
import stat
import sys
import urllib.request
import warnings
import zipfile

import h5py
import numpy as np
import pytest
from hostile import FORMATS, dense, function, layer, model, replace_members, write

from pytmva_keras import ConfigurationError, EvaluationError, bridge, load_model, save_model, theano
from pytmva_keras.models import safety, texts
from pytmva_keras.models.engines import engine

every_format = pytest.mark.parametrize("suffix", FORMATS)
of_keras_3 = pytest.mark.skipif(theano.is_installed(), reason="archives, and Lambda layers, are of Keras 3")


@pytest.fixture(autouse=True)
def nothing_happens(keras, tmp_path, monkeypatch):
    """No test may leave a marker, reach out, import a module that a file names, or end with the safe mode off."""
    (tmp_path / "site").mkdir()
    code = f"open({str(tmp_path / 'marker')!r}, 'w')\ndef run(*a, **k): pass\nclass Run: pass"
    (tmp_path / "site/evil_module.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.setattr(urllib.request, "urlopen", lambda *a, **k: pytest.fail("it reached out"))
    yield
    assert not (tmp_path / "marker").exists() and "evil_module" not in sys.modules
    assert engine().is_safe()


def marshalled(tmp_path):
    code = compile(f"lambda x: open({str(tmp_path / 'marker')!r}, 'w') and x", "evil", "eval").co_consts[0]
    return base64.b64encode(marshal.dumps(code)).decode()


def lambda_layer(tmp_path):
    code = {"code": marshalled(tmp_path), "defaults": None, "closure": None}
    return layer("Lambda", {"name": "l", "function": {"class_name": "__lambda__", "config": code}})


HOLES = {
    "CVE-2024-3660 code in a Lambda": (lambda tmp: [lambda_layer(tmp), dense()], "Lambda layer, which is Python code"),
    "code as an activation": (
        lambda tmp: [dense(activation={"class_name": "__lambda__", "config": {"value": marshalled(tmp)}})], "Lambda layer"),
    "CVE-2025-1550 function of a module": (
        lambda tmp: [dense(activation=function("evil_module", "run"))],
        'module "evil_module", which the file names, is not'),
    "CVE-2025-1550 class of a module": (lambda tmp: [layer("Run", {}, "evil_module"), dense()], 'the module "evil_module"'),
    "CVE-2025-1550 shell": (lambda tmp: [dense(activation=function("os", "system"))], 'the module "os"'),
    "CVE-2025-8747 download": (
        lambda tmp: [layer("Lambda", {"name": "l", "function": function("keras.utils", "get_file"),
                                      "arguments": {"origin": "http://localhost/x", "fname": "x"}}), dense()],
                                      "Lambda layer"),
    "CVE-2025-8747 download without a Lambda": (
        lambda tmp: [dense(activation=function("keras.utils", "get_file"))], 'the module "keras.utils"'),
    "CVE-2025-9906 safe mode off": (
        lambda tmp: [dense(activation=function("keras.config", "enable_unsafe_deserialization")), lambda_layer(tmp)],
        "Lambda layer|keras.config"),
    "CVE-2025-9906 safe mode off, deep inside": (
        lambda tmp: [dense(kernel_initializer=function("keras.src.saving.serialization_lib",
            "enable_unsafe_deserialization"))],
        "serialization_lib"),
    "global state": (
        lambda tmp: [dense(activation=function("keras.src.backend.common.global_state", "set_global_attribute"))],
        "global_state"),
    "CVE-2025-12058 words from a file": (
        lambda tmp: [layer("StringLookup", {"name": "l", "vocabulary": "/etc/passwd"}), dense()],
        "vocabulary from the file"),
    "CVE-2025-12058 in a text layer": (
        lambda tmp: [layer("TextVectorization", {"name": "l", "vocabulary": "/etc/passwd"}), dense()],
        "vocabulary from the file"),
    "another saved model": (lambda tmp: [layer("TFSMLayer", {"filepath": str(tmp)}), dense()], '"TFSMLayer", which brings'),
    "a pickle of torch": (lambda tmp: [layer("TorchModuleWrapper", {"module": "x"}), dense()], '"TorchModuleWrapper"'),
    "layer without a module": (
        lambda tmp: [{"class_name": "Lambda", "config": lambda_layer(tmp)["config"]}, dense()], "Lambda layer"),
    "inside a wrapper": (lambda tmp: [layer("TimeDistributed", {"name": "t", "layer": lambda_layer(tmp)}), dense()],
                         "Lambda"),
}


@every_format
@pytest.mark.parametrize("hole", HOLES)
def test_hole(hole, suffix, keras, tmp_path):
    layers, message = HOLES[hole]
    path = write(tmp_path / f"m{suffix}", model(*layers(tmp_path)), keras)
    with pytest.raises(ConfigurationError, match=message):
        load_model(path)


@every_format
def test_hole_in_compile_settings(suffix, keras, tmp_path):
    settings = {"optimizer": "adam", "loss": function("evil_module", "run"), "metrics": None}
    if suffix == ".h5":
        settings["optimizer"] = layer("Adam", {}, "keras.optimizers")
    with pytest.raises(ConfigurationError, match='the module "evil_module"'):
        load_model(write(tmp_path / f"m{suffix}", model(dense(), compile_config=settings), keras))


@every_format
def test_a_custom_object_opens_no_other_module(suffix, keras, tmp_path):
    """The name that Keras looks up must be the user's, not only the name of the class."""
    trick = {**layer("Mine", {}, "evil_module"), "registered_name": "Run"}
    path = write(tmp_path / f"m{suffix}", model(trick, dense()), keras)
    with pytest.raises(ConfigurationError, match="evil_module"):
        load_model(path, custom_objects={"Mine": keras.layers.Dense})


@every_format
@pytest.mark.parametrize("damage", [
    {"class_name": ["Dense"]}, {"class_name": {"a": 1}}, {"module": ["keras.layers"]}, {"registered_name": [1]},
    {"class_name": "function", "module": "evil_module", "config": ["run"]},
])
def test_names_that_are_no_text(damage, suffix, keras, tmp_path):
    with pytest.raises(ConfigurationError, match="m[.]"):
        load_model(write(tmp_path / f"m{suffix}", model({**dense(), **damage}), keras))


@every_format
def test_huge_and_deep_configurations(suffix, keras, tmp_path):
    deep = []
    for _ in range(150):
        deep = [deep]
    for config, message in ((dense(activation=deep), "levels deep"), (dense(name="x" * texts.MAX_BYTES),
        "bytes; a model conf")):
        with pytest.raises(ConfigurationError, match=message):
            load_model(write(tmp_path / f"m{suffix}", model(config), keras))


# --- old Keras


@pytest.mark.parametrize("suffix", [".yml", ".json", ".h5"])
@pytest.mark.parametrize("version, config", [
    ("1.2.2", [{"class_name": "Lambda", "config": {"name": "l", "function": "code", "function_type": "lambda"}}]),
    ("1.2.2", [{"class_name": "Merge", "config": {"name": "l", "mode": "code", "mode_type": "lambda"}}]),
    ("2.3.1", {"name": "s", "layers": [{"class_name": "Lambda", "config": {"name": "l",
        "function": ["code", None, None]}}]}),
    ("2.3.1", {"name": "s", "layers": [{"class_name": "TFOpLambda", "config": {"name": "l", "function": "math.add"}}]}),
])
def test_code_of_old_keras(version, config, suffix, keras, tmp_path):
    path = write(tmp_path / f"m{suffix}", {"class_name": "Sequential", "config": config, "keras_version": version}, keras)
    with pytest.raises(ConfigurationError, match=r'layer "l" \(\w+\) of Keras .* cannot be translated .* (code|operation)'):
        load_model(path)


@pytest.mark.parametrize("suffix", [".yml", ".json", ".h5"])
def test_old_keras_names_no_modules(suffix, keras, tmp_path):
    trick = {"module": "evil_module", "class_name": "Dense", "config": {"name": "d", "units": 2,
        "activation": function("evil_module", "run")}}
    path = write(tmp_path / f"m{suffix}", {"class_name": "Sequential", "config": [trick], "keras_version": "2.1.0"}, keras)
    with pytest.raises(ConfigurationError, match="activation='run': Keras 3 has no such activation"):
        load_model(path)


@pytest.mark.parametrize("tag", [
    "!!python/object/apply:os.system", "!!python/object/apply:builtins.exec", "!!python/object/new:type",
    "!!python/module:evil_module",
    "!!python/object:evil_module.Run", "!!python/name:evil_module.run", "!!python/object/apply:numpy.load",
    "!!python/object/apply:numpy.core.multiarray.fromfile", "!!python/object/apply:pickle.loads", "!!map_of_mine",
])
def test_cve_2021_37678_yaml_tags(tag, keras, tmp_path):
    (tmp_path / "m.yml").write_text(f"keras_version: 1.0.6\nclass_name: Sequential\nconfig: {tag} [x]\n")
    with pytest.raises(ConfigurationError, match="line 3: the tag .* is not allowed"):
        load_model(tmp_path / "m.yml")


NUMPY = "!!python/object/apply:numpy.core.multiarray"
FLOAT = "!!python/object/apply:numpy.dtype {args: [f4, false, true], state: !!python/tuple [3, <, null]}"


@pytest.mark.parametrize("text, value", [
    (f"{NUMPY}.scalar [{FLOAT}, !!binary MzMzPw==]", pytest.approx(0.7)),
    (f"{NUMPY}._reconstruct {{args: [], state: [1, [2], {FLOAT}, false, !!binary AACAPwAAAEA=]}}", [1.0, 2.0]),
    ("!!python/unicode relu", "relu"), ("!!python/long 12", 12), ("!!python/tuple [1, !!python/tuple [2]]", (1, (2,))),
])
def test_harmless_tags(text, value):
    assert texts.read_yaml(f"a: {text}", "m.yml") == {"a": value}


@pytest.mark.parametrize("text", [
    f"{NUMPY}.scalar [{FLOAT}, !!binary MzM=]", f"{NUMPY}.scalar [{FLOAT}]", f"{NUMPY}.scalar x",
    f"{NUMPY}.scalar [O, !!binary MzMzPw==]", "!!python/object/apply:numpy.dtype [O]",
    "!!python/object/apply:numpy.dtype []",
    f"{NUMPY}._reconstruct {{state: [1, [99999999999, 99999999999], {FLOAT}, false, !!binary MzMzPw==]}}",
    f"{NUMPY}._reconstruct {{state: [1, [-1, -1], {FLOAT}, false, !!binary MzMzPw==]}}", "!!python/long ten",
])
def test_damaged_numbers(text):
    with pytest.raises(ConfigurationError, match="m.yml"):
        texts.read_yaml(f"a: {text}", "m.yml")


# --- containers


@of_keras_3
@pytest.mark.parametrize("member", ["../outside.txt", "/outside.txt", "a/../../outside.txt", "..\\outside.txt",
                                    "C:\\outside.txt"])
def test_member_outside_of_the_archive(member, keras, tmp_path):
    path = replace_members(write(tmp_path / "m.keras", model(dense()), keras), {}, [(member, b"x")])
    with pytest.raises(ConfigurationError, match="outside its own folder; refused"):
        load_model(path)


@of_keras_3
def test_link_and_double_in_the_archive(keras, tmp_path):
    link = zipfile.ZipInfo("assets/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    for member, message in ((link, "holds the link"), ("config.json", '"config.json" twice')):
        with warnings.catch_warnings(action="ignore"):  # zipfile's, of the double
            path = replace_members(write(tmp_path / "m.keras", model(dense()), keras), {}, [(member, b"/etc/passwd")])
        with pytest.raises(ConfigurationError, match=message):
            load_model(path)


@of_keras_3
def test_zip_bomb(keras, tmp_path, monkeypatch):
    monkeypatch.setattr(safety, "FREE_BYTES", 1 << 20)
    path = replace_members(write(tmp_path / "m.keras", model(dense()), keras), {}, [("assets/zeros", bytes(8 << 20))])
    with pytest.raises(ConfigurationError, match="unpacks"):
        load_model(path)


def tricky_hdf5(trick, tmp_path):
    """Return the content of an HDF5 file with one of the ways out of it."""
    (tmp_path / "secret").write_bytes(bytes(64))
    h5py.File(tmp_path / "secret.h5", "w").create_dataset("data", data=np.zeros(8))
    image = io.BytesIO()
    with h5py.File(image, "w") as file:
        group = file.create_group("model_weights/dense")
        if trick == "link":
            group["kernel"] = h5py.ExternalLink(str(tmp_path / "secret.h5"), "data")
        elif trick == "external":
            group.create_dataset("kernel", (8,), "f8", external=[(str(tmp_path / "secret"), 0, 64)])
        elif trick == "virtual":
            layout = h5py.VirtualLayout((8,), "f8")
            layout[:] = h5py.VirtualSource(str(tmp_path / "secret.h5"), "data", (8,))
            group.create_virtual_dataset("kernel", layout)
        else:
            group.create_dataset("kernel", (1 << 20, 1 << 20), "f4", chunks=(1024, 1024))
    return image.getvalue()


@pytest.mark.parametrize("trick, message", [
    ("link", 'a link "kernel" to another file'), ("external", 'the data "kernel" in another file'),
    ("virtual", 'the data "kernel" in another file'), ("bomb", "unpacks"),
])
@pytest.mark.parametrize("suffix", [".h5", ".hdf5", ".weights.h5", pytest.param(".keras", marks=of_keras_3)])
def test_hdf5_that_reaches_outside(trick, message, suffix, keras, tmp_path):
    content, path = tricky_hdf5(trick, tmp_path), tmp_path / f"m{suffix}"
    if suffix == ".keras":
        replace_members(write(path, model(dense()), keras), {"model.weights.h5": content})
    else:
        path.write_bytes(content)
    good = write(tmp_path / "good.yml", model(dense()), keras)
    for arguments in ((good, path), *([(path,)] if suffix != ".weights.h5" else [])):
        with pytest.raises(ConfigurationError, match=message):
            load_model(*arguments)


# --- files that are trusted


@of_keras_3
@every_format
def test_trusted_file_may_bring_code(suffix, keras, tmp_path):
    twice = keras.Sequential([keras.layers.Input((4,)), keras.layers.Lambda(lambda x: 2 * x)])
    save_model(twice, tmp_path / f"m{suffix}")
    with pytest.raises(ConfigurationError, match="if you trust the file, set AllowUnsafeModel"):
        load_model(tmp_path / f"m{suffix}")
    model = load_model(tmp_path / f"m{suffix}", allow_unsafe=True)
    assert np.array_equal(model(np.ones((1, 4))), [[2, 2, 2, 2]])
    with pytest.raises(ConfigurationError, match="Lambda"):
        load_model(tmp_path / f"m{suffix}")


@of_keras_3
def test_option_is_for_the_model_file_not_for_weight_files(keras, options, events):
    """A network with a Lambda can be tested in the process that trusted it; a weight file cannot ask for trust."""
    layers = [keras.layers.Input((4,)), keras.layers.Lambda(lambda x: 2 * x), keras.layers.Dense(2, activation="softmax")]
    network = keras.Sequential(layers)
    with pytest.raises(ConfigurationError, match="AllowUnsafeModel"):
        bridge.open_trainer(options(network))
    trainer = bridge.open_trainer(options(network, allow_unsafe_model=True))
    bridge.train(trainer, *events)
    exported = bridge.export(trainer)
    x = events[0]
    restored = bridge.restore({"title": "dnn", "architecture": exported["architecture"]}, exported["arrays"])
    assert np.array_equal(restored(x), bridge.predictor(trainer)(x))
    foreign = json.dumps({**json.loads(exported["architecture"]), "other": 1})
    with pytest.raises(EvaluationError, match="Lambda layer, which is Python code"):
        bridge.restore({"title": "dnn", "architecture": foreign}, exported["arrays"])
