"""What to type next: commands that declare what is live."""

from typing import NamedTuple

from driftcheck.model import Report, State, state_of
from driftcheck.report.phrases import is_open
from driftcheck.words import counted


class Update(NamedTuple):
    """What can be declared of what is live, and the options of the command that declares it."""

    about: str
    options: str


def updates(report: Report) -> list[Update]:
    """Return how to declare the unmanaged numbers of each account, and its changed values."""
    import shlex  # most runs find nothing

    found: list[Update] = []
    for account in report.accounts:
        of = f" --account {shlex.quote(account.name)}" if len(report.accounts) > 1 else ""
        if count := _count(report, account.name, State.UNMANAGED):
            found.append(Update(f"To declare {counted(count, 'unmanaged number')}", of))
        if count := _count(report, account.name, State.CHANGED):
            about = f"To declare the live values of {counted(count, 'changed number')}"
            found.append(Update(about, f" --changed{of}"))
    return found


def _count(report: Report, account: str, state: State) -> int:
    """How many numbers of an account have an open finding that says this of them."""
    meant = (f for f in report.findings if is_open(f) and f.account == account)
    return len({f.phone_number for f in meant if state_of(f.check) is state})
