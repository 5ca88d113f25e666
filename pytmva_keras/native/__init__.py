"""A trained network as the text that the native library applies, with neither Python nor Keras (src/keras/native)."""

from .graph import Unsupported
from .models import NativeNetwork, describe

__all__ = ["NativeNetwork", "Unsupported", "describe"]
