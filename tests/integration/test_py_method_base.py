"""PyMethodBase and Python_Executable, which macros for ROOT's PyMVA call."""

import sys
from pathlib import Path

import pytest

MACRO = """
void macro() {
   auto running = [] { return TMVA::PyMethodBase::PyIsInitialized(); };
   const int before = running();
   TString *executable = (TString *)gROOT->ProcessLine("TMVA::Python_Executable()"); // as the tutorials do
   const int afterwards = running();
   TMVA::PyMethodBase::PyInitialize();
   std::cout << "running " << before << afterwards << running();
   TMVA::PyMethodBase::PyInitialize();
   TMVA::PyMethodBase::PyFinalize();
   std::cout << running() << std::endl;
   gSystem->Exec(*executable + " -c 'import sys, keras; print(\\"prefix\\", sys.prefix)'");
}
"""


def test_a_macro_starts_python_once_and_for_all(run_macro):
    result = run_macro(MACRO)
    assert result.returncode == 0, result.stderr
    assert "running 0011" in result.stdout
    assert f"prefix {sys.prefix}" in result.stdout


def test_python_runs_already_in_pyroot(root):
    methods = root.TMVA.PyMethodBase
    assert methods.PyIsInitialized() == 1
    methods.PyInitialize()
    methods.PyFinalize()
    assert methods.PyIsInitialized() == 1
    assert Path(str(root.TMVA.Python_Executable())).resolve() == Path(sys.executable).resolve()


@pytest.mark.parametrize("call", ["PyMethodBase::PyInitialize()", "Python_Executable()"])
def test_no_python_to_be_started(run_macro, call):
    result = run_macro(f"void macro() {{ TMVA::{call}; }}", PYTMVA_PYTHON="/nowhere/python")
    assert result.returncode == 1
    name = call.split(":")[-1].strip("()")
    assert f"{name}: PYTMVA_PYTHON=/nowhere/python is no program" in result.stdout + result.stderr
