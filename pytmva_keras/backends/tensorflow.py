"""Keras on TensorFlow. What each function does: see `backends`."""

import logging

from ..errors import ConfigurationError

INSTALL = 'pip install "pytmva_keras[tensorflow]"'

_log = logging.getLogger("pytmva_keras")


def set_gpu_options(options: dict[str, str]) -> None:
    for name, value in options.items():
        if name != "allow_growth" or value.lower() not in ("true", "false"):
            raise ConfigurationError(
                f'GpuOptions="{name}={value}" is not supported with the backend tensorflow; known: allow_growth=True. '
                "Leave it out."
            )
        import tensorflow

        for device in tensorflow.config.list_physical_devices("GPU"):
            tensorflow.config.experimental.set_memory_growth(device, value.lower() == "true")


def set_threads(threads: int) -> None:
    import tensorflow

    threading = tensorflow.config.threading
    try:
        threading.set_intra_op_parallelism_threads(threads)
        threading.set_inter_op_parallelism_threads(threads)
    except RuntimeError:
        if threading.get_intra_op_parallelism_threads() != threads:
            _log.warning("NumThreads=%d has no effect: TensorFlow is already running in this process.", threads)


def prefer_fast_steps(model) -> None:
    """Run 32 steps a call of the training function. On a CPU XLA does not pay."""
    if model.run_eagerly:
        return
    import tensorflow

    if model.steps_per_execution == 1:
        model.steps_per_execution = 32
    if not tensorflow.config.list_physical_devices("GPU"):
        model.jit_compile = False
    model.train_function = model.test_function = None


def compile_predict(model, n_inputs: int):
    import tensorflow

    signature = [tensorflow.TensorSpec((None, n_inputs), tensorflow.float32)]
    traced = tensorflow.function(
        lambda x: tensorflow.cast(model(x, training=False), tensorflow.float32), input_signature=signature
    ).get_concrete_function()
    constant = tensorflow.constant
    return lambda x: traced(constant(x)).numpy()
