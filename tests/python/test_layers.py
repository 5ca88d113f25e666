"""The package's rules: imports go one way, heavy modules are imported late, files stay short, nothing prints."""

import ast
from pathlib import Path

import pytest

import pytmva_keras

PACKAGE = Path(pytmva_keras.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
LAYERS = [
    {"errors"},
    {"streaming"},
    {"config", "data", "theano"},
    {"models.framework", "models.atomic", "models.user_code", "models.yaml_tags", "models.dialects", "models.arguments",
     "models.activations", "models.safety", "models.engines.leaves", "models.torch_optimizers"},
    {"models.engines.to_keras2", "models.engines.settings2"},
    {"models.engines.keras2", "models.engines.keras3"},
    {"models.engines"},
    {"models.texts", "models.keras2", "models.weights1", "models.weights2", "models.sizes"},
    {"models.keras1", "models.compiling", "models.padding", "models.inputs", "models.optimizer_state"},
    {"models.translation", "models.weights"},
    {"models.building", "models.archives2"},
    {"models.hdf5", "models.archives"},
    {"models.files"},
    {"models"},
    {"native.graph", "native.library"},
    {"native.moves"},
    {"native.functions", "native.normalisation"},
    {"native.basic", "native.merging", "native.recurrent"},
    {"native.attention", "native.convolution", "native.operations", "native.shaping", "native.wrappers"},
    {"native.pooling"},
    {"native.models"},
    {"native"},
    {"weight_xml"},
    {"transformations"},
    {"applying"},
    {"backends.gpu_options", "backends.loops"},
    {"backends.loops.graphs", "backends.loops.script"},
    {"backends.loops.recording"},
    {"backends.loops.tensorflow", "backends.loops.jax", "backends.loops.torch"},
    {"backends.tensorflow", "backends.jax", "backends.torch", "backends.theano"},
    {"backends.choice"},
    {"backends.devices"},
    {"backends", "root"},
    {"checks", "summary", "progress", "epochs", "checkpoint"},
    {"compilation", "callbacks"},
    {"training", "inference", "export"},
    {"bridge", "cli"},
    {"remote"},
    {"__main__"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
HEAVY = {"keras", "tensorflow", "jax", "torch", "h5py", "yaml", "ROOT"}


def name_of(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(path):
    """Yield (module of this package, node) for each relative import, wherever it stands in the file."""
    module = name_of(path).split(".") if name_of(path) else []
    package = module if path.name == "__init__.py" else module[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1] + (node.module.split(".") if node.module else [])
            for alias in node.names:
                full = ".".join([*base, alias.name])
                yield full if full in RANK else ".".join(base)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_go_down(path):
    if path == PACKAGE / "__init__.py":
        assert not list(imported_modules(path)), "the package itself imports nothing of its own eagerly"
        return
    for module in imported_modules(path):
        if module:  # "" is the package itself: __version__
            assert RANK[module] < RANK[name_of(path)], f"{name_of(path)} imports {module}, which is not below it"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_heavy_modules_are_imported_in_functions_only(path):
    if name_of(path).startswith("backends.loops."):
        return  # imported as a whole, and late
    for node in ast.parse(path.read_text()).body:
        names = [getattr(node, "module", None) or ""]
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        assert not {name.split(".")[0] for name in names} & HEAVY


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_root_is_imported_in_root_and_cli_only(path):
    imports = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Import)]
    found = any(node.names[0].name == "ROOT" for node in imports)
    assert not found or name_of(path) in ("root", "cli")


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_are_short_and_functions_fit_a_screen(path):
    lines = path.read_text().splitlines()
    assert len(lines) < 400 and max(map(len, lines), default=0) <= 125
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, node.name


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_library_code_does_not_print(path):
    calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    assert name_of(path) == "cli" or not any(isinstance(call, ast.Name) and call.id == "print" for call in calls)


def test_importing_the_package_imports_nothing_heavy(run_python):
    heavy = {"keras", "tensorflow", "numpy", "ROOT", "yaml"}
    done = run_python(f"import sys, pytmva_keras; print(sorted(set(sys.modules) & {heavy}))")
    assert done.stdout.strip() == "[]", done.stderr


def test_importing_the_bridge_does_not_import_keras(run_python):
    heavy = {"keras", "tensorflow", "ROOT", "yaml", "h5py"}
    done = run_python(f"import sys, pytmva_keras.bridge; print(sorted(set(sys.modules) & {heavy}))")
    assert done.stdout.strip() == "[]", done.stderr
