"""The waiver register of a configuration, and which waivers a list or the history uses."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from driftcheck import config as configuration
from driftcheck.config import Part, Settings, only
from driftcheck.model import Collector, Finding, Kind, LiveError, Severity, Watch
from driftcheck.pipeline.task import Task
from driftcheck.triage.register import Register, register_of
from driftcheck.triage.usage import Seen, with_use
from driftcheck.words import minute

if TYPE_CHECKING:
    from driftcheck.config import Database
    from driftcheck.history import Sighting


class Asked(NamedTuple):
    """Which waivers to list: for these accounts (empty: all), of this owner (None: all)."""

    config: Path
    accounts: tuple[str, ...] = ()
    owner: str | None = None

    def settings(self, problems: Collector) -> Settings:
        """Return the settings for these accounts."""
        loaded = configuration.load(self.config, os.environ, problems, Part.FILES)
        return only(loaded, self.accounts)


def register_here(asked: Asked) -> Register:
    """Return the register, offline. Raises InputError, LockError and UsageError."""
    from driftcheck.pipeline.expected import load_waivers  # only needed offline

    problems = Collector()
    settings = asked.settings(problems)
    waivers = load_waivers(settings, problems)
    today = datetime.now(UTC).date()
    register = register_of(waivers, today, settings.waiver_notice, asked.owner)
    return register._replace(inputs=settings.inputs)


def used_by_list(task: Task, owner: str | None, watch: Watch) -> Register:
    """Check a task and return its register with usage. Raises LiveError without a verdict."""
    from driftcheck.pipeline.run import check_task  # loads all stages

    report = check_task(task, watch)
    if report.all_problems:
        raise LiveError(*report.all_problems)
    notice, today = task.settings.waiver_notice, datetime.now(UTC).date()
    known = {name: expected.waivers for name, expected in task.accounts.items()}
    names = [account.name for account in report.accounts]
    lists = [f"{a.source}, fetched {a.fetched_at or 'at an unknown time'}" for a in report.accounts]
    seen = Seen(" and ".join(lists), report.findings, names, report.checks)
    register = register_of(known, today, notice, owner)
    return with_use(register._replace(inputs=task.settings.inputs), seen)


def used_by_history(register: Register, database: "Database") -> Register:
    """Return the register with usage according to the latest recorded run.

    Raises HistoryError if the history cannot be read.
    """
    from driftcheck.history import detail_of, latest_run, open_history

    if database.path:
        register = register._replace(inputs=(*register.inputs, database.path))
    with open_history(database) as store, store.reading() as connection:
        run = latest_run(connection)
        if run is None:
            return register._replace(hint="Nothing is recorded in the history yet.")
        detail = detail_of(connection, database.name, run)
    terms, accounts = run.document["terms"], run.document["accounts"]
    seen = Seen(
        f"run {run.id:,} of {minute(run.started_at)} UTC in {database.name}",
        [_finding(kept.found) for kept in detail.found],
        [account["name"] for account in accounts if not account["error"]],
        terms.get("checks", ()),
        is_part=bool(terms["select"]),
        has_members=False,
    )
    return with_use(register, seen)


def _finding(kept: "Sighting") -> Finding:
    """Return a finding from its recorded fields."""
    return Finding(
        kept.check,
        Kind.POLICY,  # not used here; the history may have a name from another version
        Severity.of(kept.severity),
        kept.phone_number,
        kept.path,
        kept.message,
        account=kept.account,
    )
