"""Credentials: their source for each account, and whether they are set. Shows no values."""

import os
import re
from collections.abc import Iterator

from driftcheck import document
from driftcheck.config import Account
from driftcheck.doctor.setup import Remark, Setup, fixes, note, ok, trouble
from driftcheck.words import list_some

_KEYS = {"customer_id": "AGORA_CUSTOMER_ID", "customer_secret": "AGORA_CUSTOMER_SECRET"}
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)")
_WRITTEN = "Replace it with ${{{name}}}, set that variable, and renew the credential"


def examine(setup: Setup) -> Iterator[Remark]:
    """Yield the source of each credential, or how to set it if it is missing."""
    settings, problems = setup.live.settings, setup.live.problems
    if not setup.has_file:
        yield from _of_environment()
    if settings is None or not setup.has_file or setup.files.is_beyond:
        return
    yield from fixes(problems[None])
    root = document.load(setup.path, str(setup.path)).root
    for account in settings.accounts:
        name = account.name if settings.several else None
        yield from fixes(problems[account.name], name)
        if not (problems[account.name] or problems[None]):
            within = ("accounts", account.name) if settings.several else ()
            yield from _of_account(account, name, document.find_node(root, within))


def _of_environment() -> Iterator[Remark]:
    """Yield remarks on the default variables of credentials."""
    for variable in _KEYS.values():
        if os.environ.get(variable):
            yield ok(f"{variable} is set")
        else:
            yield note(f"{variable} is not set", f"To use the API: export {variable}=...")


def _of_account(account: Account, name: str | None, node: document.Node | None) -> Iterator[Remark]:
    """Yield remarks on the credentials of an account, whose section is `node`."""
    live = account.live
    if live is None:
        return
    if live.is_local:
        yield ok(f"none are needed: the list is in {live.name}", name)
        return
    broken = trouble(live.check, name)
    yield from broken
    for key, variable in _KEYS.items() if not broken else ():
        found = node and document.find_node(node, ("live", "agora", key))
        yield from _of_key(key, variable, found, name)


def _of_key(
    key: str, variable: str, node: document.Node | None, account: str | None
) -> Iterator[Remark]:
    """Yield the source of one credential. Missing variables are already reported."""
    if isinstance(node, document.MappingNode):
        kind, given = next(iter(node.fields.items()))
        yield ok(f"{key}: from the {kind} {_first_word(given)}".rstrip(), account)
        return
    text = node.text if isinstance(node, document.Scalar) else f"${{{variable}}}"
    names = list(dict.fromkeys(_VARIABLE.findall(text)))
    if not names:
        hint = _WRITTEN.format(name=variable)
        yield note(f"{key}: it is in the configuration as plain text", hint, account)
    elif all(map(os.environ.get, names)):
        yield ok(f"{key}: {list_some(names)} is set", account)


def _first_word(node: document.Node) -> str:
    """Return the path of a file, or the program of a command without its arguments."""
    first = node.items[0] if isinstance(node, document.SequenceNode) else node
    return first.text.split()[0] if isinstance(first, document.Scalar) and first.text else ""
