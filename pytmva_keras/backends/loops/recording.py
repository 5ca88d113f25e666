"""One training step of Keras on PyTorch, recorded as a graph of ATen operations and run as TorchScript."""

import warnings

import torch
from torch.fx.experimental.proxy_tensor import make_fx

from .graphs import flatten_updates, fold_constants, is_written

_WARNING = "`torch.jit.*deprecated"  # what replaces it, torch.compile, needs a C++ compiler and half a minute a model


class NotRecordable(Exception):
    """The step cannot be recorded."""


class Recording:
    """The step of `model` on `batch`, (x, y, w), which is done once meanwhile. NotRecordable: the step may be half done.

    The optimizer and the metrics must be built. What is no tensor is recorded as it is now: rates of dropout, the
    optimizer's momenta. The learning rate is a tensor.
    """

    def __init__(self, model, batch):
        self._model = model
        try:
            graph = _record(model, batch)
            self._state, self._steps = _compile(graph, [variable._value for variable in variables_of(model)], batch)
        except (RuntimeError, TypeError, ValueError, AttributeError, NotImplementedError) as error:
            raise NotRecordable(str(error)) from error
        finally:
            model.zero_grad()
        self._made_for = self._layout()

    def fits(self) -> bool:
        """Return whether the model still has the variables, trainable ones and optimizer of the recording."""
        return self._layout() == self._made_for

    def run(self, rows, batch_size: int) -> None:
        """Train on all `rows`, (x, y, w), whose number is a multiple of batch_size, that of the recorded batch."""
        with torch.no_grad(), torch.jit.optimized_execution(False):  # as recorded, with no time spent on optimising
            self._steps(self._state, *rows, batch_size)

    def _layout(self) -> tuple:
        variables = variables_of(self._model)
        return self._model.optimizer, [(v._value.data_ptr(), v.trainable) for v in variables]


def variables_of(model) -> list:
    """Return all variables that a training step may change."""
    variables = model.variables + model.optimizer.variables + model.metrics_variables
    return list({id(variable): variable for variable in variables}.values())


def _record(model, batch) -> torch.fx.GraphModule:
    """Return the graph with inputs (*values of variables_of(model), x, y, w), which it changes in place."""

    def step(values, *batch):
        model.train_step(batch)
        return values[0]  # TorchScript needs an output

    model.zero_grad()
    values = [variable._value for variable in variables_of(model)]
    graph = make_fx(step)(values, *batch)
    graph.graph.set_codegen(torch.fx.graph.CodeGen())  # plain arguments, no list
    if any(node.op == "get_attr" and is_written(node) for node in graph.graph.nodes):
        raise NotRecordable("the step changes a tensor that is no variable of the model")
    return graph


def _compile(graph, variables, batch) -> tuple:
    """Return the list of state tensors, and the function (state, x, y, w, batch_size) that does steps on them."""
    with torch.no_grad(), torch.random.fork_rng(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", _WARNING, DeprecationWarning)
        fold_constants(graph)
        graph, flat = flatten_updates(graph, variables)
        graph.graph.eliminate_dead_code()
        graph.recompile()
        state = [variable.detach() for variable in variables] + flat
        copies = [value.clone() for value in state]  # TorchScript does a step when it traces
        step = torch.jit.trace(_Step(graph, len(variables)), (copies, *batch), check_trace=False)
        return state, torch.jit.script(_Steps(step))


class _Step(torch.nn.Module):
    """The graph, with its state as one list."""

    def __init__(self, graph, n_values: int):
        super().__init__()
        self.graph, self.n_values = graph, n_values

    def forward(self, state, x, y, w):
        return self.graph(*state[: self.n_values], x, y, w, *state[self.n_values :])[0]


class _Steps(torch.nn.Module):
    """All steps of a block of rows: a loop in TorchScript."""

    def __init__(self, step):
        super().__init__()
        self.step = step

    def forward(self, state: list[torch.Tensor], x, y, w, batch_size: int):
        for begin in range(0, len(x), batch_size):
            end = begin + batch_size
            self.step(state, x[begin:end], y[begin:end], w[begin:end])
