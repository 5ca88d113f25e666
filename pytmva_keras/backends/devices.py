"""The option Device: which device a network is trained and applied on."""

import re

from ..errors import ConfigurationError
from . import choice


def find_device(asked: str) -> str:
    """Return the device `asked` as "CPU", "GPU:0", "GPU:1", ...; "" leaves it to the backend.

    asked: "CPU", "GPU" (the first), "GPU:1" (also GPU1, cuda:1), "auto" (the first GPU, else the CPU) or "", in upper or
    lower case. Raises ConfigurationError for another text, and for a device that Keras' backend does not find here.
    """
    text = asked.strip().lower()
    if not text:
        return ""
    backend, name = choice.running()
    found = backend.devices()
    gpus = [device for device in found if device.startswith("GPU")]
    if text == "auto":
        return gpus[0] if gpus else "CPU"
    parts = re.fullmatch(r"(cpu|gpu|cuda)(?::?(\d+))?", text)
    if not parts or (parts[1] == "cpu" and int(parts[2] or 0) > 0):
        raise ConfigurationError(f'Device="{asked}" is unknown. Known: auto, CPU, GPU (the first), GPU:0, GPU:1 and so on.')
    device = "CPU" if parts[1] == "cpu" else f"GPU:{int(parts[2] or 0)}"
    if device not in found:
        what = ", ".join(_with_name(*one) for one in found.items())
        way_out = "" if gpus else f" For GPUs it needs: {backend.INSTALL_GPU}."
        raise ConfigurationError(
            f'Device="{device}" is not there: the backend {name} finds {what}.{way_out} Take one of these, or Device=auto.'
        )
    return device


def describe_device(device: str) -> str:
    """Return the device (of `find_device`, not "") with its name, such as "GPU:0 (NVIDIA H100)"."""
    backend, _ = choice.running()
    return _with_name(device, backend.devices().get(device, ""))


def _with_name(device: str, name: str) -> str:
    return f"{device} ({name})" if name else device
