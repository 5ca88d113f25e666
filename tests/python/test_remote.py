"""Networks trained by a Python process of their own: the same numbers and errors, and a process that ends."""

import contextlib
import os
import signal
import time

import numpy as np
import pytest

from pytmva_keras import ConfigurationError, bridge, remote


@pytest.fixture
def server():
    """The process, which ends with the connection to it."""
    remote._server.cache_clear()
    yield remote._server()
    with contextlib.suppress(BrokenPipeError):
        remote._server()._requests.close()
    remote._server()._process.wait(20)
    remote._server.cache_clear()


def test_all_is_as_in_this_process(server, options, events):
    booking, found = options(), []
    for module in (bridge, remote):
        trainer = module.open_trainer(booking)
        history = module.train(trainer, *events)["history"]
        network = module.export(trainer)
        responses = module.predict(module.predictor(trainer), events[0])
        restored = module.restore({"title": "dnn", "architecture": network["architecture"]}, network["arrays"])
        assert np.array_equal(module.predict(restored, events[0]), responses)
        found.append((history, network, responses.tolist(), module.describe(trainer)))
    assert found[0] == found[1]
    server._requests.close()
    assert server._process.wait(20) == 0


def test_errors_arrive(server, options, events):
    with pytest.raises(ConfigurationError, match='PyKeras "dnn": no model was given'):
        remote.open_trainer(options(filename_model=""))
    with pytest.raises(RuntimeError, match="(?s)Traceback.*TypeError"):
        remote.train()
    with pytest.raises(AttributeError):
        remote.predikt
    server._process.send_signal(signal.SIGKILL)
    with pytest.raises(ConfigurationError, match="ended with status -9 in open_trainer"):
        remote.open_trainer(options())


def test_it_does_not_outlive_its_parent(run_python):
    done = run_python("import os; from pytmva_keras import remote\n"
                      "print(remote._server()._process.pid, flush=True); os._exit(0)")
    with pytest.raises(ProcessLookupError):
        for _attempt in range(200):
            os.kill(int(done.stdout), 0)
            time.sleep(0.05)
