"""Make a recorded step cheaper: fewer operations, the same numbers."""

import operator

import torch
from torch.fx import GraphModule, Node
from torch.fx.node import map_arg

_aten = torch.ops.aten

_ELEMENTWISE = {"add", "sub", "mul", "div", "sqrt", "neg", "abs"}
_OVERLOADS = {"List": "Tensor", "Scalar": "Scalar", "Tensor": "Tensor", "default": "default"}  # of _foreach_add -> of add


def fold_constants(graph: GraphModule) -> None:
    """Compute now what does not depend on inputs, and drop `detach`, which does nothing where no gradients are taken."""
    nodes, constants = graph.graph, {}
    for node in list(nodes.nodes):
        if node.op == "get_attr":
            constants[node] = getattr(graph, node.target)
        elif node.target is _aten.detach.default:
            node.replace_all_uses_with(node.args[0])
            nodes.erase_node(node)
        elif _is_pure(node) and all(used in constants for used in node.all_input_nodes) and not is_written(node):
            args, kwargs = map_arg((node.args, node.kwargs), constants.get)
            value = node.target(*args, **kwargs)
            if isinstance(value, torch.Tensor):
                constants[node] = value
    for node, value in constants.items():
        if node.op != "get_attr":
            graph.register_buffer(f"constant_{node.name}", value, persistent=False)
            with nodes.inserting_before(node):
                node.replace_all_uses_with(nodes.get_attr(f"constant_{node.name}"))
            nodes.erase_node(node)


def is_written(node: Node) -> bool:
    """Return whether an operation changes the value of `node` in place, or that of a view of it."""
    for user in node.users:
        if user.target is operator.getitem:
            if is_written(user):
                return True
        elif isinstance(user.target, torch._ops.OpOverload):
            aliases = [argument.alias_info for argument in _passed_as(user, node) if argument.alias_info]
            if any(alias.is_write for alias in aliases) or (aliases and is_written(user)):
                return True
    return False


def _passed_as(user: Node, node: Node) -> list:
    """Return the parameters of the operation `user` that `node` is passed as, alone or in a list."""
    parameters = user.target._schema.arguments
    passed = list(zip(parameters, user.args)) + [(p, user.kwargs[p.name]) for p in parameters if p.name in user.kwargs]
    return [parameter for parameter, value in passed if value is node or isinstance(value, (list, tuple)) and node in value]


def _is_pure(node: Node) -> bool:
    """Return whether `node` is an operation that gives the same each time and changes nothing."""
    operation = node.target
    if not isinstance(operation, torch._ops.OpOverload) or operation._schema.is_mutable:
        return False
    return torch.Tag.nondeterministic_seeded not in operation.tags


def flatten_updates(graph: GraphModule, variables: list) -> tuple:
    """Let the optimizer update all weights in one operation instead of one a weight. Return the graph and its new inputs.

    Keras writes these updates with PyTorch's operations on lists (_foreach_add). On a CPU each is a loop. Lists of variables
    become parts of one flat tensor; these flat tensors are the further inputs. `variables`: those of the graph's inputs,
    which get their new storage. Where an update is not elementwise, all remain one operation a weight.
    """
    try:
        flattener = _Flattener(graph, variables)
    except _NotElementwise:
        _split_updates(graph)
        return graph, []
    flat = []
    for group in flattener.groups:
        tensors = [flattener.inputs[node] for node in group]
        flat.append(torch.cat([tensor.detach().reshape(-1) for tensor in tensors]))
        for tensor, part in zip(tensors, flat[-1].split([tensor.numel() for tensor in tensors])):
            tensor.data = part.view(tensor.shape)
    return GraphModule(graph, flattener.graph), flat


class _NotElementwise(Exception):
    """An update of a list cannot be one of a flat tensor."""


class _Flattener:
    """Makes a copy of a graph with one operation on a flat tensor for each on a list of tensors.

    groups: the lists of inputs that are flat now. Each has a further placeholder, in this order.
    """

    def __init__(self, graph: GraphModule, variables: list):
        placeholders = [node for node in graph.graph.nodes if node.op == "placeholder"]
        self.inputs = dict(zip(placeholders, variables))
        self.graph, self.groups = torch.fx.Graph(), []
        self._last_placeholder = placeholders[-1]
        self._copies, self._flat = {}, {}  # a node, and a tuple of nodes -> what it is in the new graph
        for node in graph.graph.nodes:
            if _foreach_name(node):
                self._update(node)
            elif node.target is not operator.getitem or not _foreach_name(node.args[0]):
                self._copies[node] = self.graph.node_copy(node, self._copy)
            if node is self._last_placeholder:
                self._last_placeholder = self._copies[node]

    def _copy(self, node: Node) -> Node:
        if node not in self._copies:
            raise _NotElementwise  # a part of an update is used elsewhere
        return self._copies[node]

    def _update(self, node: Node) -> None:
        name, overload = _foreach_name(node), _OVERLOADS.get(node.target._overloadname)
        lists = [tuple(value) for value in node.args if isinstance(value, (list, tuple))]
        shapes = {tuple(part.meta["tensor_meta"].shape for part in parts) for parts in lists}
        if name.rstrip("_") not in _ELEMENTWISE or not overload or len(shapes) > 1:
            raise _NotElementwise
        operation = getattr(getattr(_aten, name), overload)
        arguments = [
            self._flatten(tuple(value)) if isinstance(value, (list, tuple)) else map_arg(value, self._copy)
            for value in node.args
        ]
        result = self.graph.call_function(operation, tuple(arguments), map_arg(node.kwargs, self._copy))
        self._flat[tuple(sorted(node.users, key=lambda user: user.args[1]))] = result

    def _flatten(self, parts: tuple) -> Node:
        """Return the flat tensor of inputs, of an earlier result, or of gradients."""
        if parts not in self._flat:
            if all(part in self.inputs for part in parts):
                self._flat[parts] = self._flat_input(parts)
            elif any(part in self.inputs or is_written(part) for part in parts):
                raise _NotElementwise
            else:
                rows = [self.graph.call_function(_aten.reshape.default, (self._copy(part), [-1])) for part in parts]
                self._flat[parts] = self.graph.call_function(_aten.cat.default, (rows,))
        return self._flat[parts]

    def _flat_input(self, parts: tuple) -> Node:
        kinds = {(self.inputs[part].dtype, self.inputs[part].device) for part in parts}
        if len(kinds) > 1 or any(part in group for group in self.groups for part in parts):
            raise _NotElementwise
        self.groups.append(parts)
        with self.graph.inserting_after(self._last_placeholder):
            self._last_placeholder = self.graph.placeholder(f"flat_{len(self.groups)}")
        return self._last_placeholder


def _split_updates(graph: GraphModule) -> None:
    """Write changes of lists in place as changes of their parts. TorchScript would drop them: nobody reads the list."""
    nodes = graph.graph
    for node in [node for node in nodes.nodes if _foreach_name(node).endswith("_")]:
        operation = getattr(_aten, _foreach_name(node).rstrip("_"))
        overload = _OVERLOADS[node.target._overloadname]
        operation = getattr(operation, overload if overload in operation.overloads() else "default")
        with nodes.inserting_before(node):
            for i, part in enumerate(node.args[0]):
                arguments = tuple(value[i] if isinstance(value, (list, tuple)) else value for value in node.args)
                nodes.call_function(_aten.copy_.default, (part, nodes.call_function(operation, arguments, node.kwargs)))
        nodes.erase_node(node)


def _foreach_name(node) -> str:
    """Return "add_" for an operation _foreach_add_, "" for another."""
    if not isinstance(node, Node) or not isinstance(node.target, torch._ops.OpOverload):
        return ""
    namespace, _, name = node.target._schema.name.partition("::_foreach_")
    return name if namespace == "aten" else ""
