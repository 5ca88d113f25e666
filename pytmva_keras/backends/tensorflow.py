"""Keras on TensorFlow. What each function does: see `backends`."""

import logging

from .gpu_options import unknown_gpu_option

INSTALL = 'pip install "pytmva_keras[tensorflow]"'
INSTALL_GPU = 'pip install "tensorflow[and-cuda]"'

_log = logging.getLogger("pytmva_keras")


def set_gpu_options(options: dict[str, str]) -> None:
    """The options are the numbers among TensorFlow's GPUOptions, as they were when it had sessions.

    TensorFlow 2 still starts with them, but has no function that sets them all.
    """
    if not options:
        return
    from google.protobuf import text_format
    from tensorflow.compat.v1 import ConfigProto
    from tensorflow.python.eager import context

    config = ConfigProto()
    numbers = [field.name for field in config.gpu_options.DESCRIPTOR.fields if field.cpp_type < field.CPPTYPE_STRING]
    for name, value in options.items():
        try:
            if name not in numbers:
                raise text_format.ParseError
            text_format.Parse(f"{name}: {value}", config.gpu_options)
        except text_format.ParseError:
            known = f"allow_growth=True, per_process_gpu_memory_fraction=0.5, {', '.join(numbers[2:])}"
            raise unknown_gpu_option("tensorflow", name, value, known) from None
    running = context.context()
    if running._context_handle is None:
        running._config = config
    elif running._config != config and len(devices()) > 1:
        _log.warning("GpuOptions has no effect: TensorFlow is already running in this process.")


def set_threads(threads: int) -> None:
    import tensorflow

    threading = tensorflow.config.threading
    try:
        threading.set_intra_op_parallelism_threads(threads)
        threading.set_inter_op_parallelism_threads(threads)
    except RuntimeError:
        if threading.get_intra_op_parallelism_threads() != threads:
            _log.warning("NumThreads=%d has no effect: TensorFlow is already running in this process.", threads)


def devices() -> dict[str, str]:
    import tensorflow

    config = tensorflow.config
    names = [config.experimental.get_device_details(gpu).get("device_name", "") for gpu in config.get_visible_devices("GPU")]
    return {"CPU": "", **{f"GPU:{i}": name for i, name in enumerate(names)}}


def prefer_fast_steps(model) -> None:
    """Run 32 steps a call of the training function. On a CPU XLA does not pay."""
    if model.run_eagerly:
        return
    if model.steps_per_execution == 1:
        model.steps_per_execution = 32
    if "GPU" not in _current_device():
        model.jit_compile = False
    model.train_function = model.test_function = None


def compile_predict(model, n_inputs: int):
    import tensorflow

    device = _current_device()
    signature = [tensorflow.TensorSpec((None, n_inputs), tensorflow.float32)]

    @tensorflow.function(input_signature=signature)
    def apply(x):
        with tensorflow.device(device):
            return tensorflow.cast(model(x, training=False), tensorflow.float32)

    traced, constant = apply.get_concrete_function(), tensorflow.constant
    return lambda x: traced(constant(x)).numpy()


def respond(model, x):
    """Not traced: that takes several times as long as a call."""
    import tensorflow

    return tensorflow.cast(model(tensorflow.constant(x), training=False), tensorflow.float32).numpy()


def _current_device() -> str:
    """Return where tensors are made now, such as "/job:localhost/replica:0/task:0/device:GPU:0"."""
    import tensorflow

    return tensorflow.constant(0.0).device
