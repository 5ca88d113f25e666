"""The command line: run a macro inside Python, look into models, convert them, print the environment for root.exe."""

import argparse
import os
import re
import sys
import warnings
from typing import Optional, Sequence

from . import __version__, backends, root
from .errors import ConfigurationError, PyTMVAKerasError
from .models.files import ARCHITECTURE_ONLY, load_model, origin_of_file, save_model, suffix_of
from .models.user_code import run_user_code
from .summary import summary_lines

_EPILOG = """\
examples:
  python -m pytmva_keras macro.C             run a ROOT macro inside this Python
  python -m pytmva_keras 'macro.C(10,"a")'   the same with arguments
  python -m pytmva_keras inspect model.yml   dialect, layers, shapes, parameters, compile settings
  python -m pytmva_keras convert old.yml new.yml
  eval "$(python -m pytmva_keras --env)"     when the package is not in ROOT's own site-packages
"""


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run the command line and return the exit code: 0 done, 1 failed, 2 wrong usage (raised by argparse)."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
    try:
        if arguments and arguments[0] not in _COMMANDS and not arguments[0].startswith("-"):
            _check_macro(arguments[0])
            arguments.insert(0, "run")
        options = parser.parse_args(arguments)
        if options.env:
            print("\n".join(root.environment_lines()))
            return 0
        if not options.command:
            parser.print_help()
            return 2
        return _COMMANDS[options.command](options)
    except PyTMVAKerasError as error:
        print(f"pytmva_keras: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pytmva_keras",
        description="Keras as a method of TMVA: tools around it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"pytmva_keras {__version__}")
    parser.add_argument("--env", action="store_true", help="print the export lines by which root.exe finds the libraries")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    run = commands.add_parser("run", help="run a ROOT macro inside this Python, for Pythons without a libpython.so")
    run.add_argument("macro", help="macro.C, with arguments: 'macro.C(10)', compiled: macro.C+")
    run.add_argument("-b", "--batch", action="store_true", help="no graphics")
    inspect = commands.add_parser("inspect", help="print layers, shapes, parameters and compile settings of a model")
    inspect.add_argument("model", help=".yml, .yaml, .json, .h5, .hdf5 or .keras")
    convert = commands.add_parser("convert", help="write a model in another format, chosen by the suffix")
    convert.add_argument("source", help="the model to read")
    convert.add_argument("target", help="the file to write; .yml, .yaml and .json hold no weights")
    for command in (inspect, convert):
        command.add_argument("--weights", metavar="FILE", help="take the weights of this .h5 or .keras file")
        command.add_argument("--user-code", metavar="FILE", default="", help="Python file with custom layers")
        command.add_argument("--unsafe", action="store_true", help="trust the model file: it may bring Python code")
    return parser


def _load(options, path: str):
    backends.configure()
    return load_model(path, options.weights, run_user_code(options.user_code), options.unsafe)


def _inspect(options) -> int:
    model = _load(options, options.model)
    print(f"Written by {origin_of_file(options.model)}; read by {backends.describe()}")
    print("\n".join(summary_lines(model)))
    return 0


def _convert(options) -> int:
    save_model(_load(options, options.source), options.target)
    note = ""
    if suffix_of(options.target) in ARCHITECTURE_ONLY:
        note = " (architecture and compile settings, no weights)"
    elif suffix_of(options.source) in ARCHITECTURE_ONLY and not options.weights:
        note = f" (with fresh weights, {options.source} holds none)"
    print(f"wrote {options.target}{note}")
    return 0


def _check_macro(macro: str) -> None:
    path = re.sub(r"\+\+?[gO]*$", "", macro.split("(")[0])
    if not os.path.isfile(path):
        commands = ", ".join(_COMMANDS)
        raise ConfigurationError(f'"{path}" is neither a command ({commands}) nor a macro in {os.getcwd()}.')


def _run(options) -> int:
    """Run the macro as `root.exe -x` would; 1 if it does not compile, throws, or is missing."""
    _check_macro(options.macro)
    import ctypes

    with warnings.catch_warnings(action="ignore"):  # the wheel's banner; root.exe shows none
        import ROOT

    root.enable()
    if options.batch:
        ROOT.gROOT.SetBatch(True)
    error = ctypes.c_uint(0)  # TInterpreter::EErrorCode
    try:
        ROOT.gInterpreter.ProcessLine(f".x {options.macro}", error)
    except Exception as exception:
        reason = str(exception).split("=>\n")[-1].strip()  # without the signature of ProcessLine
        print(f"pytmva_keras: {options.macro} failed: {reason}", file=sys.stderr)
        return 1
    return 1 if error.value else 0


_COMMANDS = {"run": _run, "inspect": _inspect, "convert": _convert}
