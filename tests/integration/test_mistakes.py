"""Macros that do not compile: the compiler's message and exit code 1, without a crash of Cling; and what compiles without
an include. Both are due to the C++ modules of the libraries, which a build tree does not have."""

import pytest
from test_processes import STACK_DUMP, libraries

pytestmark = pytest.mark.skipif(not (libraries("libPyTMVACore.so") / "PyTMVACore.pcm").exists(), reason="no C++ modules")

INCLUDES = '#include "TMVA/Factory.h"\n#include "TMVA/MethodPyKeras.h"\n'


@pytest.mark.parametrize("includes", ["", INCLUDES], ids=["autoloaded", "included"])
@pytest.mark.parametrize("code", [
    'TMVA::Factory factory("job", "Silent"); undeclared;',
    'TMVA::Factory factory("job", "Silent"); TMVA::DataLoader loader("d"); TMVA::Reader reader; undeclared;',
    "TMVA::PyMethodBase::PyInitialize(); TMVA::MethodPyKeras *method = undeclared;"])
def test_a_macro_with_a_mistake(run_macro, includes, code):
    result = run_macro(f"{includes}void macro() {{ {code} }}")
    assert result.returncode == 1
    assert "use of undeclared identifier 'undeclared'" in result.stderr
    assert not STACK_DUMP.search(result.stdout + result.stderr)


def test_root_goes_on_after_a_mistake(run_python):
    result = run_python("""
import ROOT
print(ROOT.gInterpreter.Declare('void bad() { TMVA::DataLoader loader("d"); undeclared; }'))
print(ROOT.gInterpreter.Declare('int good() { TMVA::DataLoader loader("d"); loader.AddVariable("x"); return 42; }'))
print(ROOT.good())
""")
    assert result.returncode == 0 and result.stdout.split() == ["False", "True", "42"], result.stderr


@pytest.mark.parametrize("call", ["TMVA::gTools().StringFromInt(42)", "TMVA::gConfig().IsSilent()",
                                  "TMVA::Python_Executable()"])
def test_functions_are_found_without_an_include(run_macro, run_python, call):
    assert run_macro(f"void macro() {{ std::cout << {call} << std::endl; }}").returncode == 0
    name = call.split("(")[0].replace("::", ".")
    assert run_python(f"import ROOT\nprint(ROOT.{name}())").returncode == 0
