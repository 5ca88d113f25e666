"""Keras on PyTorch. What each function does: see `backends`."""

from ..errors import ConfigurationError

INSTALL = 'pip install "pytmva_keras[torch]"'


def set_gpu_options(options: dict[str, str]) -> None:
    for name, value in options.items():
        raise ConfigurationError(f'GpuOptions="{name}={value}" is not supported with the backend torch. Leave it out.')


def set_threads(threads: int) -> None:
    import torch

    torch.set_num_threads(threads)


def prefer_fast_steps(model) -> None:
    """PyTorch has no faster way: it runs step by step."""


def compile_predict(model, n_inputs: int):
    import torch
    from keras.src.backend.torch.core import get_device

    def predict(x):
        with torch.no_grad():
            return model(torch.from_numpy(x).to(get_device()), training=False).float().cpu().numpy()

    return predict
