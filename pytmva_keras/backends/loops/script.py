"""Write a recorded step as TorchScript, in a loop over batches.

torch.jit.trace would do the same, but knows no operations with lists of bool (convolution_backward). torch.compile needs a
C++ compiler where it runs.
"""

import operator

import torch
from torch.fx import GraphModule, Node

_LOOP = """
def steps(state: List[Tensor], x: Tensor, y: Tensor, w: Tensor, batch_size: int) -> None:
    for begin in range(0, len(x), batch_size):
        end = begin + batch_size
        step(state, x[begin:end], y[begin:end], w[begin:end])
"""


def torchscript(graph: GraphModule, n_variables: int) -> tuple:
    """Return the source of a function steps(state, x, y, w, batch_size), and the last parts of `state`: constants.

    The graph's inputs are the first `n_variables` parts of `state`, x, y, w and further parts of `state`.
    """
    inputs = [node for node in graph.graph.nodes if node.op == "placeholder"]
    batch = inputs[n_variables : n_variables + 3]
    state = [node for node in inputs if node not in batch] + [node for node in graph.graph.nodes if node.op == "get_attr"]
    lines = [f"def step(state: List[Tensor], {', '.join(f'{_text(node)}: Tensor' for node in batch)}) -> None:"]
    lines += [f"    {_text(node)} = state[{i}]" for i, node in enumerate(state)]
    lines += [f"    {_call(node)}" for node in graph.graph.nodes if node.op == "call_function"]
    return "\n".join(lines) + _LOOP, [getattr(graph, node.target) for node in state if node.op == "get_attr"]


def _call(node: Node) -> str:
    if node.target is operator.getitem:
        return f"{_text(node)} = {_text(node.args[0])}[{node.args[1]}]"
    schema = node.target._schema
    arguments = [_text(value, parameter) for value, parameter in zip(node.args, schema.arguments)]
    named = [f"{p.name}={_text(node.kwargs[p.name], p)}" for p in schema.arguments if p.name in node.kwargs]
    result = f"{_text(node)} = " if schema.returns else ""
    return f"{result}torch.ops.{schema.name.replace('::', '.')}({', '.join(arguments + named)})"


def _text(value, parameter=None) -> str:
    """Return `value`, an argument of an operation, in TorchScript."""
    if isinstance(value, Node):
        return f"_{value.name}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_text, value))}]" if value else "torch.jit.annotate(List[int], [])"
    if isinstance(value, torch.device):
        return f'torch.device("{value}")'
    wants_float = parameter is not None and str(parameter.type) in ("float", "Optional[float]")
    if isinstance(value, float) or wants_float and isinstance(value, int):
        return f'float("{float(value)!r}")'
    return repr(value)
