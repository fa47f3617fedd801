"""Run all examinations in order, even if some fail."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import NamedTuple

from driftcheck.doctor.setup import Health, Remark, Setup, fix, fixes
from driftcheck.model import DriftcheckError

EXAMINATIONS = {
    "Versions": "driftcheck.doctor.programs",
    "Configuration": "driftcheck.doctor.rulebook",
    "Credentials": "driftcheck.doctor.logins",
    "Live list": "driftcheck.doctor.reach",
    "Clock": "driftcheck.doctor.clock",
    "History": "driftcheck.doctor.journal",
    "Notifications": "driftcheck.doctor.messages",
    "Secrets in files": "driftcheck.doctor.secrecy",
    "Surroundings": "driftcheck.doctor.surroundings",
}
"""The title and module of each examination, in order. Each module defines `examine`."""
_RIGHTS = "Let this user read the working directory and the files of the configuration."
_BUG = "This is a bug in driftcheck; please report it."


class Section(NamedTuple):
    """The title and the remarks of an examination."""

    title: str
    remarks: tuple[Remark, ...]


def examine(setup: Setup) -> Iterator[Section]:
    """Yield every section. Raises UsageError for an unknown account."""
    _ = setup.files
    for title, module in EXAMINATIONS.items():
        setup.notify(f"examining: {title}")
        yield Section(title, tuple(_remarks(module, setup)))


def _remarks(module: str, setup: Setup) -> list[Remark]:
    """Return the remarks of an examination. If it fails, the last remark says why."""
    remarks: list[Remark] = []
    try:
        remarks.extend(import_module(module).examine(setup))
    except DriftcheckError as error:
        remarks.extend(fixes(error.problems))
    except OSError as error:
        remarks.append(fix(f"it cannot be examined: {error.strerror or error}", _RIGHTS))
    except Exception as error:  # noqa: BLE001 - run the others; the message may hold a secret
        remarks.append(fix(f"internal error: {type(error).__name__}", _BUG))
    return remarks


def is_healthy(sections: Iterable[Section]) -> bool:
    """Return whether there is nothing to fix."""
    return all(one.health is not Health.FIX for section in sections for one in section.remarks)
