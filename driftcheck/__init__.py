"""driftcheck: checks that a fleet of phone numbers is what its owners declared.

`from driftcheck import check` is the Python API; what it needs is imported when it is used.
"""

from importlib import import_module

TYPE_CHECKING = False  # as in typing, which the start of the command line does without
if TYPE_CHECKING:
    from driftcheck.errors import DriftcheckError, InputError, Place, Problem, UsageError
    from driftcheck.model import Finding, Severity
    from driftcheck.pipeline.api import check
    from driftcheck.result import Outcome, Report

__version__ = "0.1.0"
__all__ = [
    "DriftcheckError",
    "Finding",
    "InputError",
    "Outcome",
    "Place",
    "Problem",
    "Report",
    "Severity",
    "UsageError",
    "__version__",
    "check",
]
_HOMES = {
    **dict.fromkeys(("DriftcheckError", "InputError", "Place", "Problem", "UsageError"), "errors"),
    **dict.fromkeys(("Finding", "Severity"), "model"),
    **dict.fromkeys(("Outcome", "Report"), "result"),
    "check": "pipeline.api",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
