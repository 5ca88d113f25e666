"""Keras on PyTorch. What each function does: see `backends`."""

import contextlib

from .gpu_options import is_fraction, unknown_gpu_option

INSTALL = 'pip install "pytmva_keras[torch]"'
INSTALL_GPU = "pip install --force-reinstall torch"


def set_gpu_options(options: dict[str, str]) -> None:
    """PyTorch's memory always grows as it is needed."""
    for name, value in options.items():
        if name == "per_process_gpu_memory_fraction" and is_fraction(value):
            import torch

            for index in range(torch.cuda.device_count()):
                torch.cuda.set_per_process_memory_fraction(float(value), index)
        elif name != "allow_growth" or value.lower() != "true":
            raise unknown_gpu_option("torch", name, value, "allow_growth=True, per_process_gpu_memory_fraction=0.5")


def set_threads(threads: int) -> None:
    import torch

    torch.set_num_threads(threads)
    with contextlib.suppress(RuntimeError):  # too late; only TorchScript, which Keras does not use, runs operations so
        torch.set_num_interop_threads(threads)


def devices() -> dict[str, str]:
    import torch

    return {"CPU": "", **{f"GPU:{i}": torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())}}


def prefer_fast_steps(model) -> None:
    """PyTorch has no faster way: it runs step by step."""


def compile_predict(model, n_inputs: int):
    import torch
    from keras.src.backend.torch.core import device_scope, get_device

    device = get_device()

    def predict(x):
        with torch.no_grad(), device_scope(device):
            return model(torch.from_numpy(x).to(device), training=False).float().cpu().numpy()

    return predict


def respond(model, x):
    return compile_predict(model, x.shape[1])(x)
