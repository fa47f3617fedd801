"""All examinations, one after the other, whatever comes of any of them."""

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
"""The titles of the examinations, in order, and the module of each, which has it as `examine`."""
_RIGHTS = "Let this user read the working directory and the files of the configuration."
_BUG = "This is a bug in driftcheck; please report it."


class Section(NamedTuple):
    """What an examination gave, under its title."""

    title: str
    remarks: tuple[Remark, ...]


def examine(setup: Setup) -> Iterator[Section]:
    """Every section. Raises UsageError where the configuration has no account of a name."""
    _ = setup.files
    for title, module in EXAMINATIONS.items():
        setup.notify(f"looking at: {title}")
        yield Section(title, tuple(_remarks(module, setup)))


def _remarks(module: str, setup: Setup) -> list[Remark]:
    """What an examination says until it fails; why it failed is a remark, too."""
    remarks: list[Remark] = []
    try:
        remarks.extend(import_module(module).examine(setup))
    except DriftcheckError as error:
        remarks.extend(fixes(error.problems))
    except OSError as error:
        remarks.append(fix(f"it cannot be examined: {error.strerror or error}", _RIGHTS))
    except Exception as error:  # noqa: BLE001 - the others count, too; its text may hold a secret
        remarks.append(fix(f"internal error: {type(error).__name__}", _BUG))
    return remarks


def is_well(sections: Iterable[Section]) -> bool:
    """Whether nothing is to be fixed."""
    return all(one.health is not Health.FIX for section in sections for one in section.remarks)
