"""The live list of one account, for the commands that save it or write declarations of it."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from driftcheck import config, draft
from driftcheck.cli.options import DEFAULT_CONFIG, Decorator
from driftcheck.compare import details
from driftcheck.config import Account, LiveFile, Settings, only, with_files
from driftcheck.errors import Collector, InputError, Problem, UsageError
from driftcheck.live import source
from driftcheck.live.origin import refuse_old
from driftcheck.model import LiveList
from driftcheck.output.progress import Progress
from driftcheck.output.targets import resolved
from driftcheck.output.terminal import write_stderr
from driftcheck.system import display_path
from driftcheck.triage import select
from driftcheck.validation import Validator, entries, hiding, meaning
from driftcheck.words import printable

_CREDENTIALS = ("AGORA_CUSTOMER_ID", "AGORA_CUSTOMER_SECRET")


def account_option() -> Decorator:
    """`--account NAME`, once."""
    return click.option(
        "--account",
        envvar="DRIFTCHECK_ACCOUNT",
        show_envvar=True,
        metavar="NAME",
        help="The account, where the configuration has several.",
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The account that a command is about, and the configuration that has it.

    `has_file` says whether there is a configuration file at all; `prefix` stands before the
    variables of the account.
    """

    settings: Settings
    account: Account
    validator: Validator
    has_file: bool
    prefix: str = ""

    @property
    def name(self) -> str | None:
        """The name of the account, where there are several."""
        return self.account.name if self.settings.several else None

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files that are read, and must not be written over."""
        read = self.account.live.inputs if self.account.live else ()
        named = self.settings.schema
        files = [Path(self.settings.file)] if self.has_file else []
        return (*read, *files, *((named.path,) if named else ()))


def choose(
    path: Path,
    name: str | None,
    given: str | None = None,
    *,
    need_files: bool = False,
    any_account: bool = False,
) -> Chosen:
    """The account `name`, or the only one; `given` is a list that takes the place of its own.

    With `any_account` that may have been saved for another account. What the configuration calls
    sensitive is hidden from then on, until the command ends. Raises InputError and UsageError.
    """
    problems = Collector()
    listed = None if given is None else LiveFile.given(given)
    if not _is_there(path):
        found = bare(given, path)
        only(found.settings, (name,) if name else ())
        return found
    settings = config.load(
        path, os.environ, problems, listed, need_files=need_files, need_history=False
    )
    click.get_current_context().with_resource(hiding(settings.sensitive))
    names = [account.name for account in settings.accounts]
    settings = with_files(only(settings, (name,) if name else ()), any_account=any_account)
    if len(settings.accounts) > 1:
        hint = "Choose one with --account NAME."
        raise UsageError(Problem(f"there are several accounts: {', '.join(names)}", None, hint))
    problems.problems.extend(settings.accounts[0].problems)
    problems.finish()
    chosen = settings.accounts[0]
    prefix = draft.prefix_of(chosen.name, names) if settings.several else ""
    validator = entries.load(settings.schema)
    click.get_current_context().with_resource(meaning.by(validator.schema))
    return Chosen(settings, chosen, validator, True, prefix)


def bare(given: str | None, path: Path = DEFAULT_CONFIG) -> Chosen:
    """The account of a list, or of the credentials in the environment, without a configuration.

    Raises InputError where there is neither.
    """
    problems = Collector()
    if given is None and not all(map(os.environ.get, _CREDENTIALS)):
        hint = f"Set {' and '.join(_CREDENTIALS)}, use --live FILE, or write one: driftcheck init."
        problem = Problem(f'there is no configuration file "{display_path(path)}"', None, hint)
        raise InputError(problem)
    listed = None if given is None else LiveFile.given(given)
    settings = config.without_file(os.environ, problems, listed)
    problems.finish()
    return Chosen(settings, settings.accounts[0], entries.load(None), False)


def fetch(account: Account) -> LiveList:
    """The whole live list of an account. Raises LiveError, and InputError."""
    if account.live is None:
        raise InputError(Problem("there is no live side to ask"))
    with Progress() as progress:
        account.live.check()
        progress.show("fetching the live list")
        listed = source.fetch(account, progress)
    refuse_old(listed, account.live)
    return details.noted(listed)


def selected(listed: LiveList, chosen: Chosen, texts: Sequence[str]) -> LiveList:
    """The numbers of a list that a selection keeps. Raises UsageError where it keeps none."""
    selectors = select.parse(texts, entries.with_metadata(chosen.validator.schema))
    if not (selectors and listed.entries):
        return listed
    _, kept = select.keep(selectors, {}, listed)
    if not kept.entries:
        raise UsageError(select.nothing(texts, select.reasons(selectors, {}, listed)))
    return kept


def undeclared(paths: Iterable[Path], chosen: Chosen) -> list[str]:
    """The files among these that the configuration does not name for the account."""
    path, problems = Path(chosen.settings.file), Collector()
    try:
        again = config.load(path, os.environ, problems, need_live=False)
        accounts = only(again, (chosen.account.name,) if chosen.name else ()).accounts
        known = {resolved(file.path) for account in accounts for file in account.declared}
    except InputError:
        known = set()
    return [display_path(path) for path in paths if resolved(path) not in known]


def note(text: str) -> None:
    """Tell on stderr what is worth knowing, and no error."""
    write_stderr(f"{printable(text)}\n")


def _is_there(path: Path) -> bool:
    """Whether there is a configuration, or one is asked for by name."""
    source = click.get_current_context().get_parameter_source("config")
    return source is not click.core.ParameterSource.DEFAULT or os.path.lexists(path)
