"""The options of `driftcheck check`, in the groups that the command takes."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from driftcheck.cli.options import (
    ENV_FILE,
    Duration,
    Seconds,
    accounts_option,
    any_account_option,
    config_option,
    flag,
    gathered,
    jobs_option,
    live_option,
    many,
    option,
    url_option,
)
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
    """How it is done, and what becomes of it beside the reports."""

    jobs: int
    executor: str | None
    no_history: bool
    no_notifications: bool


class OutputOptions(NamedTuple):
    """What is written, and how."""

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
        help="How old a list in a file may be, such as 24h, in place of the configured age.",
    ),
    any_account_option(),
)
verdict_options = gathered(
    VerdictOptions,
    "verdict",
    many(
        "select",
        "--select",
        metavar="PATH=GLOB",
        help="Keep the numbers whose declared or live value matches, such as label=Sales*; null "
        "matches what is not configured. Given several times, all must match.",
    ),
    option(
        "fail_on",
        "--fail-on",
        type=click.Choice([*(level.label for level in reversed(Severity)), FAIL_NEVER]),
        help="The least severity that fails the run, in place of the configured one. "
        "never: findings are reported, and the exit code is 0.",
    ),
    option(
        "baseline",
        "--baseline",
        type=click.Path(path_type=Path, readable=False),
        metavar="REPORT.json",
        help="A former JSON report: findings in it are existing, and do not fail.",
    ),
    flag("confirm", "--confirm", help="Fetch again before failing, and keep only what persists."),
    option(
        "confirm_pause",
        "--confirm-pause",
        type=Seconds(),
        default=10.0,
        show_default=True,
        metavar="SECONDS",
        help="How long --confirm waits before it fetches again.",
    ),
    flag("no_waivers", "--no-waivers", help="Leave waivers aside."),
    flag("allow_empty", "--allow-empty", help="Take an empty live list for what it is."),
)
run_options = gathered(
    RunOptions,
    "means",
    jobs_option(),
    option(
        "executor",
        "--executor",
        metavar="dask=URL",
        help="Have the workers of a Dask cluster look at the accounts; the URL is its scheduler's.",
    ),
    flag("no_history", "--no-history", help="Record nothing in the history, and ask it nothing."),
    flag("no_notifications", "--no-notifications", help="Tell nobody, whoever is configured."),
)
output_options = gathered(
    OutputOptions,
    "shown",
    many(
        "output",
        "-o",
        "--output",
        metavar="FORMAT[=PATH]",
        help=f"Write a report to a file or to stdout; can be given several times. "
        f"The formats: {', '.join(FORMATS)}. [default: text]",
    ),
    flag("mask_numbers", "--mask-numbers", help="Mask the digits of phone numbers in all output."),
    flag("all", "--all", help="Leave no finding out of text and HTML, however many there are."),
    flag("quiet", "-q", "--quiet", help="Only the verdict, and errors."),
    flag("verbose", "-v", "--verbose", help="Tell each step on stderr, in lines that stay."),
    option(
        "color",
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colour on stdout; auto heeds NO_COLOR and FORCE_COLOR.",
    ),
)


def files_read(lists: ListOptions, verdict: VerdictOptions) -> list[Path]:
    """The files that options name to be read."""
    context = click.get_current_context()
    live = Path(lists.live) if lists.live and lists.live != "-" else None
    beside = live, verdict.baseline, context.params["lock"], context.meta.get(ENV_FILE)
    return [lists.config, *(path for path in beside if path)]


def executor_of(text: str | None) -> "Cluster | None":
    """The executor that `dask=URL` stands for. Raises UsageError where it is none."""
    if text is None:
        return None
    kind, _, url = text.partition("=")
    if kind != "dask" or not url:
        hint = "Write dask=tcp://HOST:8786, or leave it out to check the accounts here."
        raise UsageError(Problem(f'--executor: there is no executor "{kind}"', None, hint))
    from driftcheck.pipeline.cluster import Cluster  # few have a cluster

    return Cluster(url)
