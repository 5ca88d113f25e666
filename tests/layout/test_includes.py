"""The layers of the C++ code: includes point one way only, and Python and ROOT stay in their folders."""

import re
from pathlib import Path

import pytest

ROOT_DIR = Path(__file__).resolve().parents[2]
CORE = ROOT_DIR / "src/core"
KEYWORD = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)

LAYERS = ["base", "data", "transform", "evaluate", "method", "api", "gui"]

# The layer to which each public header of the core belongs: that of the source files which implement it.
PUBLIC = {
    "base": ["Types", "MsgLogger", "Config", "Option", "OptionMap", "Configurable", "Tools", "RTensor.hxx"],
    "data": ["Event", "EventTable", "EventStream", "VariableInfo", "ClassInfo", "DataSetInfo", "DataSet", "CvSplit"],
    "transform": ["VariableTransformBase", "VariableIdentityTransform", "VariableNormalizeTransform",
                  "VariableDecorrTransform", "VariablePCATransform", "VariableGaussTransform",
                  "TransformationHandler"],
    "evaluate": ["Results", "ROCCurve", "PDF", "KDEKernel"],
    "method": ["IMethod", "MethodBase", "LinearMethod", "MethodFisher", "MethodLD", "MethodCuts", "MethodCrossValidation",
               "MethodCategory", "ClassifierFactory", "Ranking", "TrainingHistory"],
    "api": ["DataLoader", "FactoryOptions", "Factory", "CrossValidation", "Reader", "RReader.hxx"],
    "gui": ["TMVAGui", "TMVAMultiClassGui", "TMVARegGui", "CorrGui", "tmvaglob", "variables", "variablesMultiClass",
            "correlations", "correlationsMultiClass", "correlationscatters", "correlationscattersMultiClass", "mvas",
            "mvasMulticlass", "mvaeffs", "efficiencies", "efficienciesMulticlass", "paracoor", "probas", "training_history",
            "deviations", "regression_averagedevs"],
}
LAYER_OF_HEADER = {f"TMVA/{name if '.' in name else name + '.h'}": layer for layer, names in PUBLIC.items() for name in names}


def includes(path: Path) -> list[str]:
    return KEYWORD.findall(path.read_text())


def layer_of_include(name: str) -> str | None:
    if name in LAYER_OF_HEADER:
        return LAYER_OF_HEADER[name]
    first = name.split("/")[0]
    return first if first in LAYERS else None


def files_of_layer(layer: str) -> list[Path]:
    public = [ROOT_DIR / "include/core" / header for header, of in LAYER_OF_HEADER.items() if of == layer]
    return sorted((CORE / layer).glob("*.[ch]*")) + public


def test_every_public_header_has_a_layer():
    headers = {f"TMVA/{path.name}" for path in (ROOT_DIR / "include/core/TMVA").glob("*.h*")}
    assert headers == set(LAYER_OF_HEADER)


@pytest.mark.parametrize("layer", LAYERS)
def test_core_includes_point_down(layer):
    files = files_of_layer(layer)
    assert files
    upward = [
        f"{path.name} includes {name}"
        for path in files
        for name in includes(path)
        if (other := layer_of_include(name)) and LAYERS.index(other) > LAYERS.index(layer)
    ]
    assert not upward


def test_every_function_is_found_without_its_header():
    """Those in the dictionary are in the rootmap too (cmake/AutoloadFunctions.cmake)."""
    functions = {f"TMVA::{name}" for header, layer in LAYER_OF_HEADER.items() if layer == "gui"
                 for name in re.findall(r"^void (\w+)\(", (ROOT_DIR / "include/core" / header).read_text(), re.MULTILINE)}
    linked = re.findall(r"^#pragma link C\+\+ function ([\w:]+);", (CORE / "LinkDef.h").read_text(), re.MULTILINE)
    assert functions == {name for name in linked if name not in ("TMVA::gConfig", "TMVA::gTools")}


def test_plots_know_only_the_file():
    included = {name for path in files_of_layer("gui") for name in includes(path)}
    assert {layer for name in included if (layer := layer_of_include(name))} == {"base", "gui"}


def test_python_is_included_only_behind_its_door():
    for path in [*ROOT_DIR.glob("src/**/*.[ch]*"), *ROOT_DIR.glob("include/**/*.h*")]:
        if "src/keras/python" not in str(path):
            assert "Python.h" not in includes(path), path


NATIVE = ROOT_DIR / "src/keras/native"


def test_the_network_is_plain():
    """No ROOT, no Python, no file of the plugin: it can be fuzzed and timed alone."""
    files = sorted(NATIVE.glob("**/*.[ch]*"))
    assert len(files) > 20
    own = {str(path.relative_to(folder)) for path in files for folder in (NATIVE, path.parent) if folder in path.parents}
    for path in files:
        foreign = [name for name in includes(path) if name not in own]
        assert not [name for name in foreign if "/" in name or name.startswith(("T", "R", "Python"))], path


def test_kernels_take_nothing_from_std():
    """Compiled for several processors: an inline function of std would be kept once for all of them."""
    for path in sorted((NATIVE / "kernels").glob("*.*")):
        if path.name != "Dispatch.cxx":
            local = {name for name in includes(path) if (path.parent / name).exists()}
            assert set(includes(path)) - local <= {"cstddef", "immintrin.h"}, path


def test_core_does_not_know_the_plugin():
    for path in [*CORE.glob("**/*.[ch]*"), *ROOT_DIR.glob("include/core/TMVA/*.h*")]:
        assert not [name for name in includes(path) if "PyKeras" in name or name.startswith(("python/", "native/"))], path
