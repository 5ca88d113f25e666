"""Models on disk: load and save by suffix, in safe mode."""

from .files import load_model, save_model

__all__ = ["load_model", "save_model"]
