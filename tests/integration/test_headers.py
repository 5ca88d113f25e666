"""Every public header is enough by itself: compiled by g++ and ACLiC, and interpreted."""

from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

import pytest
from test_processes import headers

# What macros for TMVA include, and a line that needs it.
USES = {
    "CrossValidation": 'TMVA::DataLoader loader("d"); TMVA::CrossValidation job("job", &loader, "NumFolds=2:Silent");',
    "DataLoader": 'TMVA::DataLoader loader("d"); loader.AddVariable("x", \'F\');',
    "Factory": 'TMVA::Factory factory("job", "Silent:!Color");',
    "MethodCategory": "TMVA::MethodCategory *method = nullptr; (void)method;",
    "MethodCuts": "TMVA::MethodCuts *cuts = nullptr; (void)cuts;",
    "PyMethodBase": "TMVA::PyMethodBase::PyFinalize(); TMVA::Python_Executable();",
    "RReader.hxx": 'auto compute = TMVA::Experimental::Compute<2, float>; (void)compute;',
    "RTensor.hxx": "TMVA::Experimental::RTensor<float> tensor({2, 3}); tensor(1, 2) = 1;",
    "Reader": 'TMVA::Reader reader("Silent"); float x = 0; reader.AddVariable("x", &x);',
    "TMVAGui": "(void)&TMVA::TMVAGui;",
    "Tools": "TMVA::Tools::Instance(); TMVA::gTools();",
}
INCLUDES = {"CrossValidation": ["DataLoader"]}  # what else a macro with that line needs, in TMVA too


def test_every_header_compiles_alone_without_a_warning(run):
    flags = ["-std=c++17", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", *(f"-I{path}" for path in headers()), "-x", "c++"]
    files = [header for path in headers() for header in path.glob("TMVA/*.h*")]
    assert len(files) > 30
    with ThreadPoolExecutor(cpu_count()) as threads:
        said = list(threads.map(lambda header: run("c++", *flags, header).stderr, files))
    assert not any(said), [text for text in said if text]


def macro(name):
    includes = [f'#include "TMVA/{header if "." in header else header + ".h"}"' for header in [name, *INCLUDES.get(name, [])]]
    return "\n".join([*includes, "void macro() {", USES[name], "}"])


@pytest.mark.parametrize("name", USES)
def test_a_macro_that_includes_only(run_macro, name):
    result = run_macro(macro(name))
    assert result.returncode == 0 and not result.stderr, result.stderr


@pytest.mark.parametrize("name", USES)
def test_a_compiled_macro_that_includes_only(run, root_exe, work, name):
    (work / "macro.C").write_text(macro(name))
    result = run(root_exe, "-l", "-b", "-q", "macro.C+")
    assert result.returncode == 0 and "rror" not in result.stderr, result.stderr
    assert (work / "macro_C.so").exists()
