"""The one account that a command is about."""

from pathlib import Path

import click

from driftcheck.cli.options import Decorator, completed, is_left_out, option
from driftcheck.importing.chosen import (
    Chosen,
    choose_account,
    choose_without_file,
    fetch_chosen,
)
from driftcheck.model import LiveList
from driftcheck.output import Progress
from driftcheck.system import kept
from driftcheck.words import knowing


def account_option() -> Decorator:
    """`--account NAME`, once."""
    return option(
        "account",
        "--account",
        metavar="NAME",
        shell_complete=completed("account"),
        help="Which account, if the configuration has several.",
    )


def choose(
    path: Path,
    name: str | None,
    live: str | None = None,
    *,
    url: str | None = None,
    need_files: bool = False,
    any_account: bool = False,
) -> Chosen:
    """The account of a configuration, or of the list or the credentials where there is none.

    What the configuration calls sensitive is hidden from then on, until the command ends; so is the
    secret that is sent.
    """
    context = click.get_current_context()
    context.with_resource(knowing())
    if not need_files and is_left_out(path):
        return choose_without_file(live, path, name, url)
    found = choose_account(
        path, name, live, url=url, need_files=need_files, any_account=any_account
    )
    context.with_resource(found.hiding())
    return found


def fetch(one: Chosen) -> LiveList:
    """The whole live list of the account, with progress on a terminal."""
    with Progress() as progress, kept():
        return fetch_chosen(one.account, progress)
