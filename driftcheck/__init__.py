"""driftcheck: checks that a fleet of phone numbers is what its owners declared.

`from driftcheck import check` is the Python API; what it needs is imported when it is used. That is
done here, and not by `system.late`, so that `import driftcheck` brings in nothing else.
"""

from importlib import import_module

TYPE_CHECKING = False  # as in typing, which the start of the command line does without
if TYPE_CHECKING:
    from driftcheck.model import (
        DriftcheckError,
        Finding,
        InputError,
        LockError,
        Outcome,
        Place,
        Problem,
        Report,
        Severity,
        UsageError,
    )
    from driftcheck.pipeline.api import check

__version__ = "0.1.0"
__all__ = [
    "DriftcheckError",
    "Finding",
    "InputError",
    "LockError",
    "Outcome",
    "Place",
    "Problem",
    "Report",
    "Severity",
    "UsageError",
    "__version__",
    "check",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "pipeline.api" if name == "check" else "model"
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
