"""The two families of errors: what was configured, and what was evaluated.

Every message names the object, what was expected, what came, and the next step.
"""

import difflib


class PyTMVAKerasError(Exception):
    """Base of all errors that this package raises on purpose. `str(error)` is meant for the user."""


class ConfigurationError(PyTMVAKerasError):
    """Booking or training cannot go on with these options, this model or these events."""


class EvaluationError(PyTMVAKerasError):
    """A trained network cannot be restored or applied."""


def nearest(name: str, known) -> str:
    """Return the end of a sentence: `, did you mean "x"?` for the known name closest to `name`, "." if none is close.

    Upper and lower case are not told apart.
    """
    by_lower = {str(candidate).lower(): str(candidate) for candidate in sorted(known)}  # accuracy before Accuracy
    found = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return f', did you mean "{by_lower[found[0]]}"?' if found else "."
