"""One training step of Keras on PyTorch, recorded as a graph of ATen operations and run as TorchScript."""

import torch
from torch.fx.experimental.proxy_tensor import make_fx

from .graphs import flatten_updates, fold_constants, is_written
from .script import torchscript


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
            self._state, self._steps = _compile(graph, [variable._value for variable in variables_of(model)])
        except (RuntimeError, TypeError, ValueError, LookupError, AttributeError) as error:
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

    def step(values, x, y, w):
        model.train_step((x, y, w))

    model.zero_grad()
    values = [variable._value for variable in variables_of(model)]
    with _Recordable():
        graph = make_fx(step)(values, *batch)
    if any(node.op == "get_attr" and is_written(node) for node in graph.graph.nodes):
        raise NotRecordable("the step changes a tensor that is no variable of the model")
    return graph


class _Recordable(torch.overrides.TorchFunctionMode):
    """Writes what reads a tensor's value in other operations. Keras's SGD gives the learning rate as `alpha`, a number."""

    def __torch_function__(self, function, types, args=(), kwargs=None):
        kwargs = dict(kwargs or {})
        if function is torch._foreach_add_ and isinstance(kwargs.get("alpha"), torch.Tensor):
            return torch._foreach_add_(args[0], torch._foreach_mul(args[1], kwargs["alpha"]))
        return function(*args, **kwargs)


def _compile(graph, variables) -> tuple:
    """Return the list of state tensors, and the function (state, x, y, w, batch_size) that does steps on them."""
    with torch.no_grad():
        fold_constants(graph)
        graph, flat = flatten_updates(graph, variables)
    graph.graph.eliminate_dead_code()
    script, constants = torchscript(graph, len(variables))
    return [variable.detach() for variable in variables] + flat + constants, torch.jit.CompilationUnit(script).steps
