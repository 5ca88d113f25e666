"""The command line, in process where it can be, in processes of its own where ROOT runs."""

import importlib.util
import os
import shutil
import subprocess
import sys

import pytest

from pytmva_keras import __version__, cli, load_model, root, save_model

needs_root = pytest.mark.skipif(importlib.util.find_spec("ROOT") is None, reason="ROOT is not installed")


@pytest.fixture
def model_file(tmp_path, make_model):
    save_model(make_model(compile=dict(optimizer="sgd", loss="mse")), tmp_path / "m.yml")
    return str(tmp_path / "m.yml")


@pytest.fixture
def run_macro(tmp_path):
    """run_macro(name, source, call, **environment) -> CompletedProcess of `python -m pytmva_keras call`."""
    here = dict(PYTHONPATH=str(root.pathlib.Path(cli.__file__).parents[1]))

    def run(name, source, call, **environment):
        (tmp_path / name).write_text(source)
        command = [sys.executable, "-P", "-m", "pytmva_keras", *call]
        environment = {**os.environ, **here, **environment}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)

    return run


def test_inspect(model_file, capsys):
    assert cli.main(["inspect", model_file]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Written by Keras 3.x (3.") and "Dense" in out and "Optimizer: SGD, learning rate 0.01; loss: mse" in out


@pytest.mark.parametrize("suffix, note", [(".json", " (architecture and compile settings, no weights)"),
                                          (".keras", " (with fresh weights, {source} holds none)")])
def test_convert(model_file, tmp_path, capsys, suffix, note):
    target = str(tmp_path / f"new{suffix}")
    assert cli.main(["convert", model_file, target]) == 0
    assert load_model(target).to_json() == load_model(model_file).to_json()
    assert capsys.readouterr().out == f"wrote {target}{note.format(source=model_file)}\n"


def test_convert_keeps_weights(tmp_path, make_model):
    model = make_model()
    save_model(model, tmp_path / "a.h5")
    assert cli.main(["convert", str(tmp_path / "a.h5"), str(tmp_path / "b.keras")]) == 0
    assert (load_model(tmp_path / "b.keras").get_weights()[0] == model.get_weights()[0]).all()


def test_custom_layers(tmp_path, keras, capsys):
    class Twice(keras.layers.Layer):
        def call(self, x):
            return 2 * x

    save_model(keras.Sequential([keras.layers.Input((4,)), Twice()]), tmp_path / "m.yml")
    (tmp_path / "code.py").write_text("""
import keras
class Twice(keras.layers.Layer):
    def call(self, x):
        return 2 * x
load_model_custom_objects = {"Twice": Twice}
""")
    assert cli.main(["inspect", str(tmp_path / "m.yml")]) == 1
    assert "'Twice'" in capsys.readouterr().err
    assert cli.main(["inspect", str(tmp_path / "m.yml"), "--user-code", str(tmp_path / "code.py")]) == 0


def test_trusted_file(tmp_path, keras, capsys):
    path = str(tmp_path / "m.h5")
    save_model(keras.Sequential([keras.layers.Input((4,)), keras.layers.Lambda(lambda x: 2 * x)]), path)
    assert cli.main(["inspect", path]) == 1 and "Lambda layer, which is Python code" in capsys.readouterr().err
    assert cli.main(["inspect", path, "--unsafe"]) == 0


@pytest.mark.parametrize("arguments, message", [
    (["inspect", "nowhere.yml"], "pytmva_keras: the model file nowhere.yml cannot be read"),
    (["convert", "nowhere.yml", "b.json"], "pytmva_keras: the model file nowhere.yml cannot be read"),
    (["nowhere.C"], 'pytmva_keras: "nowhere.C" is neither a command (run, inspect, convert) nor a macro in '),
    (["inspct", "m.yml"], 'pytmva_keras: "inspct" is neither a command (run, inspect, convert) nor a macro in '),
    (["run", "nowhere.C+(3)"], 'pytmva_keras: "nowhere.C" is neither a command'),
])
def test_failures(arguments, message, capsys, keras):
    assert cli.main(arguments) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith(message) and captured.err.count("\n") == 1 and captured.out == ""


@pytest.mark.parametrize("arguments", [["inspect"], ["convert", "a.yml"], ["--nonsense"], ["inspect", "a", "b"]])
def test_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2 and "usage: python -m pytmva_keras" in capsys.readouterr().err


def test_no_arguments_print_the_help(capsys):
    assert cli.main([]) == 2
    out = capsys.readouterr().out
    assert all(word in out for word in ("inspect", "convert", "macro.C", "--env"))


def test_version(capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(["--version"])
    assert caught.value.code == 0 and capsys.readouterr().out == f"pytmva_keras {__version__}\n"


def test_help_imports_nothing_heavy(run_python):
    done = run_python("""
import sys
from pytmva_keras import cli
try:
    cli.main(["--help"])
except SystemExit:
    print(sorted(set(sys.modules) & {"keras", "tensorflow", "ROOT"}))
""")
    assert done.stdout.endswith("[]\n"), done.stderr


# --- ROOT's libraries


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """The package installed in a site-packages directory without ROOT."""
    (tmp_path / "ROOT" / "lib").mkdir(parents=True)
    (tmp_path / "ROOT" / "lib" / "libPyTMVACore.so").write_text("")
    monkeypatch.setattr(root, "__file__", str(tmp_path / "pytmva_keras" / "root.py"))
    monkeypatch.setattr(root, "root_directory", lambda: tmp_path / "other/ROOT")
    return tmp_path / "ROOT"


def test_env_of_another_site_packages(elsewhere, capsys):
    assert cli.main(["--env"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f'export ROOT_LIBRARY_PATH="{elsewhere}/lib${{ROOT_LIBRARY_PATH:+:$ROOT_LIBRARY_PATH}}"',
        f'export ROOT_INCLUDE_PATH="{elsewhere}/include${{ROOT_INCLUDE_PATH:+:$ROOT_INCLUDE_PATH}}"',
    ]


def test_env_lines_are_shell(elsewhere):
    script = "\n".join([*root.environment_lines(), 'echo "$ROOT_LIBRARY_PATH"'])
    for before, expected in (("", f"{elsewhere}/lib"), ("/old", f"{elsewhere}/lib:/old")):
        environment = {"ROOT_LIBRARY_PATH": before} if before else {}
        done = subprocess.run(["sh", "-c", script], env=environment, capture_output=True, text=True)
        assert done.stdout.strip() == expected, done.stderr


def test_env_beside_root(elsewhere, monkeypatch):
    monkeypatch.setattr(root, "root_directory", lambda: elsewhere)
    assert root.environment_lines() == ["# nothing to set, the libraries are in ROOT's own directory"] and not root.needed()


def test_a_copy_beside_root_goes_first(elsewhere, tmp_path):
    beside = tmp_path / "other/ROOT/lib"
    beside.mkdir(parents=True)
    assert root.needed()
    (beside / "libPyTMVACore.so").write_text("")
    assert not root.needed() and root.environment_lines()[0].startswith("# nothing to set")


def test_env_of_a_source_tree(monkeypatch):
    monkeypatch.setattr(root, "installed_directory", lambda: None)
    assert root.environment_lines()[0].startswith("# run from a source tree") and not root.needed()
    root.enable()


# --- macros


@needs_root
def test_macro_with_arguments(run_macro):
    source = 'void m(int a, const char *b) { std::cout << "ran " << a << b << std::endl; }\n'
    done = run_macro("m.C", source, ['m.C(3, "f(x)")', "-b"])
    assert (done.returncode, done.stdout, done.stderr) == (0, "ran 3f(x)\n", "")


@needs_root
@pytest.mark.parametrize("source, message", [
    ('void m() { throw std::runtime_error("boom"); }\n', "pytmva_keras: m.C failed: runtime_error: boom\n"),
    ("void m() { no_such_function(); }\n", "use of undeclared identifier"),
])
def test_macro_that_fails(run_macro, source, message):
    done = run_macro("m.C", source, ["m.C"])
    assert done.returncode == 1 and message in done.stderr


@pytest.fixture
def other_site(tmp_path):
    """A site-packages directory with this package and a library of its own, and without ROOT."""
    package, library = tmp_path / "pytmva_keras", tmp_path / "ROOT" / "lib"
    shutil.copytree(root.pathlib.Path(root.__file__).parent, package)
    library.mkdir(parents=True)
    (tmp_path / "ROOT" / "include").mkdir()
    (tmp_path / "ROOT" / "include" / "PyTMVAProbe.h").write_text("inline int probe() { return 42; }\n")
    (library / "libPyTMVAProbe.so").write_text("")
    rootmap = "{ decls }\nclass PyTMVAProbe;\n\n[ libPyTMVAProbe.so ]\nclass PyTMVAProbe\n"
    (library / "libPyTMVAProbe.rootmap").write_text(rootmap)
    return dict(PYTHONPATH=str(tmp_path), PYTHONWARNINGS="ignore")


@needs_root
@pytest.mark.parametrize("lines", ["import ROOT, pytmva_keras", "import pytmva_keras\npytmva_keras.enable()\nimport ROOT"])
def test_libraries_of_another_site_packages_are_found(run_python, other_site, lines):
    """ROOT then autoloads a class from the package's rootmap, and finds its headers."""
    done = run_python(f"""
{lines}
print(ROOT.gInterpreter.GetClassSharedLibs("PyTMVAProbe"))
print(ROOT.gInterpreter.ProcessLine('#include "PyTMVAProbe.h"'), ROOT.gInterpreter.ProcessLine("probe();"))
""", **other_site)
    assert done.stdout.split() == ["libPyTMVAProbe.so", "0", "42"], done.stderr


@needs_root
def test_macro_with_libraries_of_another_site_packages(run_macro, other_site):
    source = '#include "PyTMVAProbe.h"\nvoid m() { std::cout << probe() << std::endl; }\n'
    done = run_macro("m.C", source, ["m.C"], **other_site)
    assert (done.returncode, done.stdout) == (0, "42\n"), done.stderr
