"""Recurrent layers: one native operation for each kind of cell."""

from .functions import native_function
from .graph import Graph, Unsupported, Value

_CELLS = {"SimpleRNNCell": "simple_rnn", "LSTMCell": "lstm", "GRUCell": "gru"}


def _recurrent(graph: Graph, layer, x: Value) -> Value:
    cell = layer.cell
    operation = _CELLS.get(type(cell).__name__)
    if operation is None or not type(cell).__module__.startswith("keras."):
        raise Unsupported(f"cells of type {type(cell).__name__}")
    if layer.return_state or layer.stateful:
        raise Unsupported("return_state or stateful")
    more = {}
    if operation != "simple_rnn":
        more["recurrent_activation"] = native_function(cell.recurrent_activation)
    if operation == "gru":
        more["reset_after"] = cell.reset_after
    shape = [x.shape[0], cell.units] if layer.return_sequences else [cell.units]
    return graph.add(
        operation, [x], shape, units=cell.units, activation=native_function(cell.activation), backwards=layer.go_backwards,
        sequences=layer.return_sequences, kernel=graph.array(cell.kernel), recurrent=graph.array(cell.recurrent_kernel),
        bias=graph.array(cell.bias) if cell.use_bias else None, **more,
    )


LAYERS = dict.fromkeys(["SimpleRNN", "LSTM", "GRU", "RNN"], _recurrent)
