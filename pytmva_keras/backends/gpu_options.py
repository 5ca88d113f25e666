"""The text of the option GpuOptions, and what is said of one that a backend does not know."""

from ..errors import ConfigurationError


def parse_gpu_options(text: str) -> dict[str, str]:
    """Read "name=value,name=value"; "" gives {}."""
    options = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = (one.strip() for one in part.partition("="))
        if not equals:
            raise ConfigurationError(f'GpuOptions="{text}": expected name=value,name=value such as allow_growth=True.')
        options[name] = value
    return options


def unknown_gpu_option(backend: str, name: str, value: str, known: str) -> ConfigurationError:
    return ConfigurationError(f'GpuOptions="{name}={value}" is not supported with the backend {backend}; known: {known}.')


def is_fraction(text: str) -> bool:
    """Return whether `text` is a number above 0 and up to 1."""
    try:
        return 0 < float(text) <= 1
    except ValueError:
        return False
