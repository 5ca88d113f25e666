"""The activations of old Keras that Keras 3 computes differently, registered so that it can save and read them."""

import functools

PACKAGE = "pytmva_keras"
_HARD_SIGMOID = f"{PACKAGE}>hard_sigmoid"
HARD_SIGMOID = {"module": "builtins", "class_name": "function", "config": _HARD_SIGMOID, "registered_name": "function"}


@functools.lru_cache(maxsize=1)
def register() -> dict:
    """Make the activations known to Keras, and return them by name. Called before any model is built."""
    import keras

    @keras.saving.register_keras_serializable(package=PACKAGE, name="hard_sigmoid")
    def hard_sigmoid(x):
        """Return 0.2 x + 0.5 between 0 and 1, as in Keras 1 and 2; Keras 3 has the slope 1/6."""
        return keras.ops.clip(0.2 * x + 0.5, 0.0, 1.0)

    return {_HARD_SIGMOID: hard_sigmoid}
