"""What a running ROOT is told of this package; the only module here that may import ROOT.

The wheel puts its libraries into <site-packages>/ROOT/lib and its headers into <site-packages>/ROOT/include. Where that is
the ROOT in use, ROOT finds them by itself. Where ROOT lives in another site-packages, `enable()` tells it. It also lets
`ROOT.TMVA.Experimental.RReader` take NumPy arrays. `import pytmva_keras` does both by itself if ROOT was imported before.
"""

import functools
import importlib.util
import pathlib
import sys
from typing import Optional

from .errors import ConfigurationError

_LIBRARY_PATTERN = "libPyTMVA*"


def installed_directory() -> Optional[pathlib.Path]:
    """Return the directory ROOT beside this package that holds its libraries, None when run from a source tree."""
    directory = pathlib.Path(__file__).resolve().parents[1] / "ROOT"
    return directory if any((directory / "lib").glob(_LIBRARY_PATTERN + ".so")) else None


def root_directory() -> Optional[pathlib.Path]:
    """Return the directory of the Python package ROOT, without importing it; None where there is none."""
    module = sys.modules.get("ROOT")
    origin = getattr(module, "__file__", None)
    if origin is None:
        try:
            spec = importlib.util.find_spec("ROOT")
        except ValueError:  # ROOT is in sys.modules without a spec
            spec = None
        origin = spec.origin if spec else None
    return pathlib.Path(origin).resolve().parent if origin else None


def needed() -> bool:
    """Return whether this package's libraries are out of sight of ROOT. Beside ROOT may be others of their names: those are
    the ones that it uses, for both together would clash."""
    ours, roots = installed_directory(), root_directory()
    if ours is None or ours == roots:
        return False
    libraries = (ours / "lib").glob(_LIBRARY_PATTERN + ".so")
    return not roots or not any((roots / "lib" / path.name).exists() for path in libraries)


def enable() -> None:
    """Tell ROOT, importing it if need be, where the libraries and headers of this package are, and let RReader take NumPy
    arrays. Harmless when repeated."""
    if needed():
        _tell_where()
    if "ROOT" in sys.modules:
        _let_rreader_take_arrays()


def _tell_where() -> None:
    try:
        import ROOT
    except ImportError as error:
        raise ConfigurationError(f"ROOT cannot be imported ({error}). Install it: pip install root") from error
    directory = installed_directory()
    libraries, headers = directory / "lib", directory / "include"
    ROOT.gSystem.AddDynamicPath(str(libraries))
    ROOT.gInterpreter.AddIncludePath(str(headers))
    ROOT.gSystem.AddIncludePath(f' -I"{headers}"')
    for rootmap in sorted(libraries.glob(_LIBRARY_PATTERN + ".rootmap")):
        ROOT.gInterpreter.LoadLibraryMap(str(rootmap))
    ROOT.gInterpreter.AutoLoad("TMVA::MethodPyKeras")  # before an #include, so that the C++ modules are known


@functools.cache
def _let_rreader_take_arrays() -> None:
    """RReader.Compute(array (events, variables)) -> float32 array (events, responses), as soon as ROOT has the class. A list
    of lists is an array, too: PyROOT would take each of them for an initializer of something."""
    import ROOT

    @ROOT.pythonization("RReader", ns="TMVA::Experimental")
    def wrap(rreader):
        if not hasattr(rreader, "GetNResponses"):  # that of a ROOT with a TMVA of its own
            return
        compute = rreader.Compute
        compute_one = compute.__overload__("const vector<Float_t>&")
        compute_many = compute.__overload__("const TMVA::Experimental::RTensor<Float_t>&")

        def Compute(self, events):
            import numpy as np

            nested = isinstance(events, (list, tuple)) and any(isinstance(event, (list, tuple)) for event in events)
            if isinstance(events, ROOT.TMVA.Experimental.RTensor["float"]):
                return compute_many(self, events)
            if not nested and getattr(events, "ndim", 1) < 2:
                return compute_one(self, events)
            events = np.ascontiguousarray(events, dtype=np.float32)
            responses = np.empty((len(events), self.GetNResponses()), dtype=np.float32)
            if len(events):  # ROOT takes no empty buffer
                tensor = compute_many(self, ROOT.TMVA.Experimental.RTensor["float"](events, events.shape))
                responses.flat = np.frombuffer(tensor.GetData(), np.float32, responses.size)
            return responses

        rreader.Compute = Compute


def environment_lines() -> list[str]:
    """Return the shell lines that let root.exe find the libraries; a comment where there is nothing to set."""
    directory = installed_directory()
    if directory is None:
        return ["# run from a source tree: set ROOT_LIBRARY_PATH to the build directory, ROOT_INCLUDE_PATH to include"]
    if not needed():
        return ["# nothing to set, the libraries are in ROOT's own directory"]
    paths = {"ROOT_LIBRARY_PATH": directory / "lib", "ROOT_INCLUDE_PATH": directory / "include"}
    return [f'export {name}="{path}${{{name}:+:${name}}}"' for name, path in paths.items()]
