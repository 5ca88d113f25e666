"""The functions of `bridge`, run by a Python process of their own.

C++ calls them in a process that was forked from one in which Python runs: a backend that was loaded there hangs in the
forked process, because its threads are gone.
"""

import ctypes
import functools
import os
import pickle
import signal
import subprocess
import sys
import traceback

from . import bridge
from .errors import ConfigurationError, PyTMVAKerasError
from .inference import Predictor

allocate, view = bridge.allocate, bridge.view  # memory that C++ fills, or has

PR_SET_PDEATHSIG = 1


def __getattr__(name: str):
    if name not in bridge.__all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return functools.partial(_call, name)


class Handle:
    """A trainer or predictor, which stays in the other process, by its number there."""

    def __init__(self, number: int):
        self.number = number


class _Pickler(pickle.Pickler):
    """What stays in its process travels as a number."""

    def __init__(self, file, kept: list):
        super().__init__(file, protocol=5)
        self._kept = kept

    def persistent_id(self, thing):
        if isinstance(thing, Handle):
            return thing.number
        if isinstance(thing, (bridge.Trainer, Predictor)):
            self._kept.append(thing)
            return len(self._kept) - 1
        return None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file, find):
        super().__init__(file)
        self.persistent_load = find


class _Server:
    """The other process, as it is seen from here. It ends when this one does."""

    def __init__(self):
        if not sys.executable:
            raise ConfigurationError("the program of this Python is not known (sys.executable), so no second one can start.")
        (requests, to_server), (from_server, replies) = os.pipe(), os.pipe()
        code = (f"import sys; sys.path[:] = {sys.path!r}; from pytmva_keras.remote import serve; "
                f"serve({requests}, {replies}, {os.getpid()})")
        self._process = subprocess.Popen([sys.executable, "-c", code], pass_fds=(requests, replies))
        os.close(requests)
        os.close(replies)
        self._requests, self._replies = open(to_server, "wb"), open(from_server, "rb")

    def call(self, name: str, arguments: tuple):
        try:
            _Pickler(self._requests, []).dump((name, arguments))
            self._requests.flush()
            error, result = _Unpickler(self._replies, Handle).load()
        except (EOFError, BrokenPipeError):
            raise ConfigurationError(
                f"the Python process of this network ended with status {self._process.wait()} in {name}. "
                "What it printed is above."
            ) from None
        if error is not None:
            raise error
        return result


@functools.cache
def _server() -> _Server:
    return _Server()


def _call(name: str, *arguments):
    return _server().call(name, arguments)


def serve(requests: int, replies: int, parent: int) -> None:
    """Run functions of `bridge` for the process `parent`, at the other end of these file descriptors, until it ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.getppid() != parent:
        return
    kept = []
    with open(requests, "rb") as source, open(replies, "wb") as sink:
        while True:
            try:
                name, arguments = _Unpickler(source, kept.__getitem__).load()
            except EOFError:
                return
            answer = _answer(name, arguments)
            sys.stdout.flush()
            _Pickler(sink, kept).dump(answer)
            sink.flush()


def _answer(name: str, arguments: tuple) -> tuple:
    """Return (error or None, result)."""
    try:
        return None, getattr(bridge, name)(*arguments)
    except PyTMVAKerasError as error:
        return error, None
    except Exception:  # a defect: its traceback is shown in the process that asked
        return RuntimeError(traceback.format_exc()), None
