"""The command line: run a macro inside Python, look into models, convert them, print the environment for root.exe."""

import argparse
import os
import sys
from typing import Optional, Sequence

from . import __version__, backends, root
from .errors import PyTMVAKerasError
from .models.files import load_model, save_model
from .summary import summary_lines

_EPILOG = """\
examples:
  python -m pytmva_keras macro.C             run a ROOT macro inside this Python
  python -m pytmva_keras 'macro.C(10,"a")'   the same with arguments
  python -m pytmva_keras inspect model.yml   layers, shapes, parameters, compile settings
  python -m pytmva_keras convert a.yml b.json
  eval "$(python -m pytmva_keras --env)"     when the package is not in ROOT's own site-packages
"""


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run the command line and return the exit code: 0 done, 1 failed, 2 wrong usage (raised by argparse)."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments and arguments[0] not in _COMMANDS and not arguments[0].startswith("-"):
        arguments.insert(0, "run")
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.env:
        print("\n".join(root.environment_lines()))
        return 0
    if not options.command:
        parser.print_help()
        return 2
    try:
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
    parser.add_argument("--env", action="store_true", help="print the export lines that root.exe needs to find the libraries")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    run = commands.add_parser("run", help="run a ROOT macro inside this Python, for Pythons without a libpython.so")
    run.add_argument("macro", help="macro.C, with arguments: 'macro.C(10)', compiled: macro.C+")
    run.add_argument("-b", "--batch", action="store_true", help="no graphics")
    inspect = commands.add_parser("inspect", help="print layers, shapes, parameters and compile settings of a model")
    inspect.add_argument("model", help=".yml, .yaml, .json, .h5, .hdf5 or .keras")
    convert = commands.add_parser("convert", help="write a model in another format, chosen by the suffix")
    convert.add_argument("source", help="the model to read")
    convert.add_argument("target", help="the file to write; .yml, .yaml and .json hold no weights")
    return parser


def _inspect(options) -> int:
    backends.configure()
    model = load_model(options.model)
    print(backends.describe())
    print("\n".join(summary_lines(model)))
    return 0


def _convert(options) -> int:
    backends.configure()
    save_model(load_model(options.source), options.target)
    return 0


def _run(options) -> int:
    """Run the macro as `root.exe -x` would; 1 if it does not compile, throws, or is missing."""
    path = options.macro.split("(")[0].rstrip("+gO")
    if not os.path.isfile(path):
        print(f"pytmva_keras: the macro {path} does not exist in {os.getcwd()}.", file=sys.stderr)
        return 1
    import ctypes

    import ROOT

    root.enable()
    if options.batch:
        ROOT.gROOT.SetBatch(True)
    error = ctypes.c_uint(0)  # TInterpreter::EErrorCode
    try:
        ROOT.gInterpreter.ProcessLine(f".x {options.macro}", error)
    except Exception as exception:
        print(f"pytmva_keras: {options.macro} failed: {exception}", file=sys.stderr)
        return 1
    return 1 if error.value else 0


_COMMANDS = {"run": _run, "inspect": _inspect, "convert": _convert}
