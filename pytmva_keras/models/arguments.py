"""The arguments of one object of an old configuration, and how to say that they cannot be translated."""

import inspect

from ..errors import ConfigurationError


class Untranslatable(ConfigurationError):
    """An object of an old model has no equivalent in Keras 3; the text says which argument, and why."""


def refuse(reason: str, argument: str = "", value=None):
    """Raise Untranslatable: `reason` ends the sentence "argument=value: ..."."""
    raise Untranslatable(f"{argument}={value!r}: {reason}" if argument else reason)


def split(reference, kind: str) -> tuple[str, dict]:
    """Return (class name, configuration) of {"class_name": ..., "config": {...}}, the arguments as a copy."""
    if not isinstance(reference, dict) or not isinstance(reference.get("class_name"), str):
        refuse(f"expected {kind} with class_name and config, found {str(reference)[:80]}")
    config = reference.get("config")
    if not isinstance(config, (dict, list)):
        refuse(f"the configuration of the {kind} {reference['class_name']} is no dictionary")
    return reference["class_name"], dict(config) if isinstance(config, dict) else config


def drop(arguments: dict, *names: str) -> None:
    """Take arguments away that mean nothing to Keras 3, or nothing at all."""
    for name in names:
        arguments.pop(name, None)


def demand(arguments: dict, name: str, allowed, reason: str) -> None:
    """Take the argument `name` away; refuse values that are not among `allowed`. Absent is always allowed."""
    value = arguments.pop(name, allowed[0])
    if value not in allowed:
        refuse(reason, name, value)


def rename(arguments: dict, names: dict) -> dict:
    """Return `arguments` with the names of old ones replaced by those of new ones."""
    return {names.get(name, name): value for name, value in arguments.items()}


def parameters_of(cls) -> set:
    """Return the names of the arguments that `cls` takes, those that it passes on to its bases among them."""
    known = set()
    for base in cls.__mro__:
        if "__init__" in vars(base):
            parameters = inspect.signature(base.__init__).parameters
            known.update(parameters)
            if not any(one.kind is one.VAR_KEYWORD for one in parameters.values()):
                break
    return known
