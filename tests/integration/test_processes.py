"""What belongs to a process: exit codes, Ctrl-C, what is printed, a Python without Keras, a program that links the libraries."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

# The body of a macro; {options} are those of the booking, {factory} and {after} are more.
MACRO = """
void macro() {{
   auto data = TFile::Open("{inputs}/data.root");
   auto output = TFile::Open("output.root", "RECREATE");
   TMVA::Factory factory("job", output, "!DrawProgressBar:!Color:AnalysisType=Classification:{factory}");
   TMVA::DataLoader loader("dataset");
   for (auto variable : {{"x", "y", "z"}})
      loader.AddVariable(variable, 'F');
   loader.AddSignalTree(data->Get<TTree>("signal"));
   loader.AddBackgroundTree(data->Get<TTree>("background"));
   loader.PrepareTrainingAndTestTree("", "SplitMode=Random:NormMode=NumEvents:!V");
   factory.BookMethod(&loader, TMVA::Types::kPyKeras, "nn", "{options}");
   factory.TrainAllMethods();
   factory.TestAllMethods();
   factory.EvaluateAllMethods();
   {after}
}}
"""
PRINT_ROC = 'std::cout << "ROC " << factory.GetROCIntegral(&loader, "nn") << std::endl;'

SCRIPT = """
import ROOT
TMVA = ROOT.TMVA
data = ROOT.TFile.Open("{inputs}/data.root")
output = ROOT.TFile.Open("output.root", "RECREATE")
factory = TMVA.Factory("job", output, "!DrawProgressBar:!Color:AnalysisType=Classification:{factory}")
loader = TMVA.DataLoader("dataset")
for variable in "xyz":
    loader.AddVariable(variable)
loader.AddSignalTree(data.Get("signal"))
loader.AddBackgroundTree(data.Get("background"))
loader.PrepareTrainingAndTestTree(ROOT.TCut(""), "SplitMode=Random:NormMode=NumEvents:!V")
factory.BookMethod(loader, TMVA.Types.kPyKeras, "nn", "{options}")
factory.TrainAllMethods()
factory.TestAllMethods()
factory.EvaluateAllMethods()
{after}
"""

STACK_DUMP = re.compile(r"stack trace|segmentation|terminate called|core dumped|\*\*\* Break", re.IGNORECASE)


def macro(inputs, options, factory="!Silent", after=PRINT_ROC, includes=""):
    return includes + MACRO.format(inputs=inputs, options=options, factory=factory, after=after)


def script(inputs, options, factory="!Silent", after=""):
    return SCRIPT.format(inputs=inputs, options=options, factory=factory, after=after)


def model(inputs, name="softmax.yml"):
    return f"FilenameModel={inputs / name}"


def test_root_exe_prints_the_tables(run_macro, inputs):
    """Without any include, gSystem->Load or variable set by hand."""
    result = run_macro(macro(inputs, f"{model(inputs)}:NumEpochs=2:LearnRate=0.05:H"))
    assert result.returncode == 0, result.stdout + result.stderr
    assert float(re.search(r"ROC (\S+)", result.stdout)[1]) > 0.9
    for text in ("Keras 3.", "dense_1", "Epoch 2/2", "val_loss", "ROC-integ", "@B=0.01",
                 "pytmva_keras.save_model(model"):
        assert text in result.stdout, text
    assert "Traceback" not in result.stdout + result.stderr
    assert not STACK_DUMP.search(result.stdout + result.stderr)


def test_a_macro_compiled_by_aclic(run, root_exe, inputs, work):
    headers = '#include "TMVA/DataLoader.h"\n#include "TMVA/Factory.h"\n#include "TMVA/Types.h"\n' \
              '#include "TFile.h"\n#include "TTree.h"\n#include <iostream>\n'
    (work / "macro.C").write_text(macro(inputs, f"{model(inputs)}:NumEpochs=1:LearnRate=0.05", includes=headers))
    result = run(root_exe, "-l", "-b", "-q", "macro.C+")
    assert result.returncode == 0, result.stdout + result.stderr
    assert float(re.search(r"ROC (\S+)", result.stdout)[1]) > 0.8


@pytest.mark.parametrize("how", ["Silent", "Verbose=0"])
def test_silent_is_silent(run_macro, run_python, inputs, how):
    """Silent: not one byte from root.exe or PyROOT. Verbose=0: nothing of Python's."""
    options = f"{model(inputs)}:NumEpochs=2" + (":Verbose=0" if how == "Verbose=0" else "")
    factory = "Silent" if how == "Silent" else "!Silent"
    results = [
        run_macro(macro(inputs, options, factory, after="")),
        run_python(script(inputs, options, factory), PYTHONWARNINGS="ignore"),  # the wheel warns of being an alpha
    ]
    for result in results:
        assert result.returncode == 0, result.stdout + result.stderr
        assert result.stderr == ""
    if how == "Silent":
        assert results[0].stdout.split() == ["Processing", "macro.C..."]
        assert results[1].stdout == ""
    for result in results:
        assert "Epoch" not in result.stdout and "Keras 3" not in result.stdout


@pytest.mark.parametrize("case", ["booking", "training"])
def test_an_error_ends_a_macro_with_a_message_and_code_1(run_macro, inputs, work, case):
    options = "FilenameModel=nowhere.yml" if case == "booking" else f"{model(inputs)}:ValidationSize=5000"
    message = "the model file nowhere.yml cannot be read" if case == "booking" else "asks for 5000 validation events"
    result = run_macro(macro(inputs, options))
    assert result.returncode == 1, result.stdout + result.stderr
    assert (result.stdout + result.stderr).count(message) == 1
    assert not STACK_DUMP.search(result.stdout + result.stderr)
    assert not [*work.rglob("*.xml"), *work.rglob("*.h5")]


def test_an_error_ends_a_script_with_a_message_and_code_1(run_python, inputs):
    result = run_python(script(inputs, "FilenameModel=nowhere.yml"))
    assert result.returncode == 1
    assert "the model file nowhere.yml cannot be read" in result.stderr
    assert not STACK_DUMP.search(result.stdout + result.stderr)


def interrupt_after(command, line, cwd):
    """Start `command`, send it SIGINT once a line of its output holds `line`; return (exit code, all output)."""
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output = ""
    for text in process.stdout:
        output += text
        if line in text:
            process.send_signal(signal.SIGINT)
            break
    output += process.communicate(timeout=120)[0]
    return process.returncode, output


@pytest.mark.parametrize("program", ["root.exe", "python"])
def test_ctrl_c_ends_the_training_and_root_goes_on(root_exe, inputs, work, program):
    options = f"{model(inputs)}:NumEpochs=100000:LearnRate=0.05"
    if program == "root.exe":
        (work / "macro.C").write_text(macro(inputs, options))
        command = [root_exe, "-l", "-b", "-q", "macro.C"]
    else:
        (work / "script.py").write_text(script(inputs, options, after='print("ROC", factory.GetROCIntegral(loader, "nn"))'))
        command = [sys.executable, "script.py"]
    code, output = interrupt_after(command, "Epoch 3/", work)
    assert code == 0, output
    assert re.search(r"interrupted after \d+ epochs; the weights of the best epoch \d+ .* are kept", output), output
    assert float(re.search(r"ROC (\S+)", output)[1]) > 0.9
    assert (work / "dataset/weights/job_nn.weights.xml").exists()
    assert (work / "dataset/weights/TrainedModel_nn.h5").exists()


def test_no_keras(run_macro, inputs, work):
    hidden = work / "hidden/keras"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text('raise ModuleNotFoundError("No module named \'keras\'", name="keras")\n')
    path = os.pathsep.join(filter(None, [str(hidden.parent), os.environ.get("PYTHONPATH")]))
    result = run_macro(macro(inputs, model(inputs)), PYTHONPATH=path)
    assert result.returncode == 1
    assert re.search(r'PyKeras "nn": .*keras.*Install it: pip install', result.stdout + result.stderr)
    assert not STACK_DUMP.search(result.stdout + result.stderr)


def test_a_keras_that_is_broken(run_macro, inputs, work):
    (work / "hidden").mkdir()
    (work / "hidden/keras.py").write_text("raise OSError('libcudart.so: cannot open')\n")
    path = os.pathsep.join(filter(None, [str(work / "hidden"), os.environ.get("PYTHONPATH")]))
    result = run_macro(macro(inputs, model(inputs)), PYTHONPATH=path)
    assert result.returncode == 1
    said = result.stdout + result.stderr
    assert re.search(r'PyKeras "nn": Keras on \w+ is installed, but cannot be imported: OSError: libcudart\.so: cannot open\. '
                     r"The python is /\S+\. Reinstall both: /\S+ -m pip install --force-reinstall keras ", said), said
    assert not STACK_DUMP.search(said)


def test_a_warning_of_python_looks_like_tmva(run_macro, inputs, keras):
    layers = keras.layers
    keras.Sequential([layers.Input((3,)), layers.Dense(1, activation="relu")]).save("relu.keras")
    result = run_macro(macro(inputs, "FilenameModel=relu.keras:NumEpochs=1"))
    assert result.returncode == 0
    said = [line for line in result.stdout.splitlines() if "the default loss expects a sigmoid" in line]
    assert len(said) == 1 and said[0].startswith("<WARNING> PyKeras                  : "), result.stdout


def test_a_python_without_the_package(run_macro, inputs, work, tmp_path_factory):
    """PYTMVA_PYTHON names a bare environment."""
    venv = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    code = macro(inputs, model(inputs))
    result = run_macro(code, PYTMVA_PYTHON=str(venv / "bin/python"), PYTHONPATH="")
    assert result.returncode == 1
    assert re.search(r'has no module "pytmva_keras"\. Install it: .*-m pip install pytmva-keras', result.stdout + result.stderr)
    result = run_macro(code, PYTMVA_PYTHON="no/such/python")
    assert result.returncode == 1
    assert "PYTMVA_PYTHON=no/such/python is no program" in result.stdout + result.stderr


PROGRAM = """
#include "TMVA/DataLoader.h"
#include "TMVA/Factory.h"
#include "TMVA/Reader.h"
#include "TFile.h"
#include "TTree.h"
#include <iostream>
#include <stdexcept>
{macro}
int main(int argc, char **)
{{
   if (argc > 1) {{
      try {{
         macro();
      }} catch (const std::runtime_error &error) {{
         std::cout << "caught " << error.what() << std::endl;
         return 3;
      }}
   }}
   macro();
   float values[3] = {{2, 2, 0}};
   TMVA::Reader reader("!Color:Silent");
   for (int i = 0; i < 3; ++i)
      reader.AddVariable(std::string(1, 'x' + i).c_str(), &values[i]);
   reader.BookMVA("nn", "dataset/weights/job_nn.weights.xml");
   std::cout << "response " << reader.EvaluateMVA("nn") << std::endl;
   return 0;
}}
"""


def libraries(name):
    """The directory that holds a library of ours: of the build tree, or ROOT's own."""
    import ROOT

    places = [*os.environ.get("ROOT_LIBRARY_PATH", "").split(":"), Path(ROOT.__file__).parent / "lib"]
    return next(Path(place) for place in places if place and (Path(place) / name).exists())


def headers():
    import ROOT

    return [*filter(None, os.environ.get("ROOT_INCLUDE_PATH", "").split(":")), Path(ROOT.__file__).parent / "include"]


@pytest.mark.parametrize("linked", [["PyTMVACore"], ["PyTMVAKeras", "PyTMVACore"]], ids=["core only", "core and plugin"])
def test_a_program_that_links_the_libraries(run, inputs, work, linked):
    shutil.copy(inputs / "softmax.yml", work / "model.yml")
    # A file that is still open at the end crashes in the wheel's ROOT, also without us.
    options = "FilenameModel=model.yml:NumEpochs=2:LearnRate=0.05:Verbose=0"
    code = PROGRAM.format(macro=macro(inputs, options, after=PRINT_ROC + " output->Close();"))
    (work / "program.cxx").write_text(code)
    ours, roots = libraries("libPyTMVACore.so"), headers()[-1].parent / "lib"
    compiled = run(
        "c++", "-std=c++17", "program.cxx", "-o", "program", *(f"-I{path}" for path in headers()), f"-L{ours}", f"-L{roots}",
        f"-Wl,-rpath,{ours}:{roots}", "-Wl,--no-as-needed,--allow-shlib-undefined",
        *(f"-l{name}" for name in linked), "-lTree", "-lRIO", "-lCore",
    )
    assert compiled.returncode == 0, compiled.stderr
    result = run("./program")
    assert result.returncode == 0, result.stdout + result.stderr
    assert float(re.search(r"response (\S+)", result.stdout)[1]) > 0.8
    assert float(re.search(r"ROC (\S+)", result.stdout)[1]) > 0.9
    (work / "model.yml").unlink()
    result = run("./program", "caught")
    assert result.returncode == 3
    assert 'caught PyKeras "nn": the model file model.yml cannot be read' in result.stdout
