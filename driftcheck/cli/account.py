"""The account a command works on."""

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
    """Return `--account NAME`, which can be given once."""
    return option(
        "account",
        "--account",
        metavar="NAME",
        shell_complete=completed("account"),
        help="The account to use, if the configuration has several.",
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
    """Return the account from the configuration.

    Without a configuration file, the account comes from the list or the credentials. Until the
    command ends, fields that the configuration marks as sensitive and the secret that is sent are
    hidden in all output.
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
    """Return the complete live list of the account. Shows progress on a terminal."""
    with Progress() as progress, kept():
        return fetch_chosen(one.account, progress)
