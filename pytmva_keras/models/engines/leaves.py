"""The layers within a layer."""


def leaves_of(layer) -> list:
    """Return the layers within `layer` that hold weights themselves, in the order in which Keras 1 and 2 wrote them."""
    if hasattr(layer, "layers"):
        inner = layer.layers
    elif hasattr(layer, "forward_layer"):
        inner = [layer.forward_layer, layer.backward_layer]
    elif type(layer).__name__ == "TimeDistributed":
        inner = [layer.layer]
    else:
        return [layer] if layer.weights else []
    return [leaf for one in inner for leaf in leaves_of(one)]
