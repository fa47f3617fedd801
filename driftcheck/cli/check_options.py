"""The options of `driftcheck check`, grouped as its arguments."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from driftcheck.cli.options import (
    ENV_FILE,
    accounts_option,
    any_account_option,
    completed,
    config_option,
    flag,
    gathered,
    jobs_option,
    live_option,
    many,
    option,
    output_option,
    url_option,
)
from driftcheck.cli.parameters import Duration, Seconds
from driftcheck.model import FAIL_NEVER, Problem, Severity, UsageError
from driftcheck.report import FORMATS

if TYPE_CHECKING:
    from driftcheck.pipeline.cluster import Cluster


class ListOptions(NamedTuple):
    """Which accounts are checked, and where their lists come from."""

    config: Path
    account: tuple[str, ...]
    live: str | None
    url: str | None
    max_age: str | None
    any_account: bool


class VerdictOptions(NamedTuple):
    """What is checked, and what fails."""

    select: tuple[str, ...]
    fail_on: str | None
    baseline: Path | None
    confirm: bool
    confirm_pause: float
    no_waivers: bool
    allow_empty: bool


class RunOptions(NamedTuple):
    """How the run works, and whether it is recorded and announced."""

    jobs: int
    executor: str | None
    no_history: bool
    no_notifications: bool


class OutputOptions(NamedTuple):
    """What is printed or written, and how."""

    output: tuple[str, ...]
    mask_numbers: bool
    all: bool
    quiet: bool
    verbose: bool
    color: str


list_options = gathered(
    ListOptions,
    "lists",
    config_option(),
    accounts_option(),
    live_option(),
    url_option(),
    option(
        "max_age",
        "--max-age",
        type=Duration(),
        metavar="AGE",
        help="Maximum age of a list in a file, such as 24h; overrides the configured max_age.",
    ),
    any_account_option(),
    heading="The list",
)
verdict_options = gathered(
    VerdictOptions,
    "verdict",
    many(
        "select",
        "--select",
        metavar="PATH=GLOB",
        shell_complete=completed("selector"),
        help="Check only numbers whose declared or live value matches, such as label=Sales*; "
        "null matches unset fields. Repeatable; all must match.",
    ),
    option(
        "fail_on",
        "--fail-on",
        type=click.Choice([*(level.label for level in reversed(Severity)), FAIL_NEVER]),
        metavar="SEVERITY",
        help="Lowest severity that fails the run; overrides the configured fail_on. "
        "With never, findings are reported but the exit code is 0.",
    ),
    option(
        "baseline",
        "--baseline",
        type=click.Path(path_type=Path, readable=False),
        metavar="REPORT.json",
        help="An earlier JSON report; findings that it contains do not fail the run.",
    ),
    flag("confirm", "--confirm", help="Before failing, fetch again and report what persists."),
    option(
        "confirm_pause",
        "--confirm-pause",
        type=Seconds(),
        default=10.0,
        show_default=True,
        metavar="SECONDS",
        help="Seconds that --confirm waits before it fetches again.",
    ),
    flag("no_waivers", "--no-waivers", help="Ignore waivers."),
    flag("allow_empty", "--allow-empty", help="Accept an empty live list."),
    heading="The verdict",
)
run_options = gathered(
    RunOptions,
    "means",
    jobs_option(),
    option(
        "executor",
        "--executor",
        metavar="dask=URL",
        help="Check the accounts on the workers of a Dask cluster; URL is its scheduler.",
    ),
    flag("no_history", "--no-history", help="Do not read or write the history."),
    flag("no_notifications", "--no-notifications", help="Send no notifications."),
    heading="How it runs",
)
output_options = gathered(
    OutputOptions,
    "shown",
    output_option("output", FORMATS),
    flag("mask_numbers", "--mask-numbers", help="Mask the digits of phone numbers in all output."),
    flag("all", "--all", help="Show all findings in text and HTML, however many there are."),
    flag("quiet", "-q", "--quiet", help="Print only the verdict and errors."),
    flag("verbose", "-v", "--verbose", help="Print each step on stderr."),
    option(
        "color",
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colour on stdout; auto follows NO_COLOR and FORCE_COLOR.",
    ),
    heading="Output",
)


def files_read(lists: ListOptions, verdict: VerdictOptions) -> list[Path]:
    """Return the input files that the options name."""
    context = click.get_current_context()
    live = Path(lists.live) if lists.live and lists.live != "-" else None
    beside = live, verdict.baseline, context.params["lock"], context.meta.get(ENV_FILE)
    return [lists.config, *(path for path in beside if path)]


def executor_of(text: str | None) -> "Cluster | None":
    """Return the executor for `dask=URL`. Raises UsageError for anything else."""
    if text is None:
        return None
    kind, _, url = text.partition("=")
    if kind != "dask" or not url:
        hint = "Use dask=tcp://HOST:8786, or leave it out to check the accounts here."
        raise UsageError(Problem(f'--executor: there is no executor "{kind}"', None, hint))
    from driftcheck.pipeline.cluster import Cluster  # only needed with a cluster

    return Cluster(url)
