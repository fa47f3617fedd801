"""The first declarations of a new project, made from the live list."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import click

from driftcheck import draft
from driftcheck.cli.wanted import Wanted
from driftcheck.config import DEFAULT_CONFIG, in_its_place
from driftcheck.importing.chosen import Chosen, choose_without_file, fetch_chosen
from driftcheck.importing.drafting import header_of, make_draft, verify_draft
from driftcheck.importing.envfile import read_env
from driftcheck.model import InputError, LiveList, Problem
from driftcheck.net import check_url
from driftcheck.output import File, Progress
from driftcheck.system import kept
from driftcheck.words import knowing

CREDENTIALS = ("AGORA_CUSTOMER_ID", "AGORA_CUSTOMER_SECRET")
"""The environment variables used by a new configuration."""


class Begun(NamedTuple):
    """Declarations of the live list, and the secrets kept out of them."""

    text: str
    secrets: Mapping[str, str]

    def private(self, path: Path | None) -> list[File]:
        """Return the secrets file: its current content plus the new secrets, owner-only.

        Raises UsageError if the file has another value for a name, and InputError if it cannot be
        read.
        """
        return read_env(path).written(self.secrets)


def check_source(wanted: Wanted) -> None:
    """Raise DriftcheckError if the given file or URL cannot be a live list."""
    in_its_place(wanted.live, wanted.url)
    if wanted.url is not None:
        check_url(wanted.url)
    elif wanted.live is not None:
        if not os.path.isfile(wanted.live):
            hint = "Save the list there: driftcheck fetch -o FILE. A URL begins with https://."
            raise InputError(Problem(f'there is no file "{wanted.live}"', None, hint))
        _fetch(choose_without_file(wanted.live, DEFAULT_CONFIG))


def check_credentials(wanted: Wanted) -> None:
    """Raise InputError if the API is needed and its credentials are not set."""
    missing = [name for name in CREDENTIALS if not os.environ.get(name)]
    if wanted.live is None and missing:
        verb = "is" if len(missing) == 1 else "are"
        message = f"{' and '.join(missing)} {verb} not set, so the API cannot be called"
        values = " ".join(f"{name}=..." for name in missing)
        hint = f"The console shows them for your RESTful API key. Set them: export {values}"
        raise InputError(Problem(message, None, hint))


def begin(wanted: Wanted) -> Begun:
    """Return declarations of the live list. Raises DriftcheckError."""
    check_credentials(wanted)
    secrets = read_env(wanted.env_file).secrets("")
    chosen = choose_without_file(wanted.live, DEFAULT_CONFIG, url=wanted.url)
    click.get_current_context().with_resource(knowing())
    listed = _fetch(chosen)
    found = make_draft(listed, chosen, secrets, skip_invalid=wanted.skip_invalid)
    text = draft.file_text(found.numbers, header_of(listed, None, secrets))
    verify_draft({"numbers.yaml": text}, found, chosen, secrets)
    return Begun(text, secrets.values)


def _fetch(chosen: Chosen) -> LiveList:
    with Progress() as progress, kept():
        return fetch_chosen(chosen.account, progress)
