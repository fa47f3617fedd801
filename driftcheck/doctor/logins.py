"""Credentials: where each account has them from, and whether they are there. No value is shown."""

import os
import re
from collections.abc import Iterator

from driftcheck import document
from driftcheck.config import Account
from driftcheck.doctor.setup import Remark, Setup, fixes, note, ok, trouble
from driftcheck.words import list_some

_KEYS = {"customer_id": "AGORA_CUSTOMER_ID", "customer_secret": "AGORA_CUSTOMER_SECRET"}
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)")
_WRITTEN = "Write ${{{name}}} in its place, set that variable, and renew the credential"


def examine(setup: Setup) -> Iterator[Remark]:
    """Where credentials come from; what is missing, with what to type."""
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
    """The variables that stand for credentials where nothing else is configured."""
    for variable in _KEYS.values():
        if os.environ.get(variable):
            yield ok(f"{variable} is set")
        else:
            yield note(f"{variable} is not set", f"To ask the API: export {variable}=...")


def _of_account(account: Account, name: str | None, node: document.Node | None) -> Iterator[Remark]:
    """The credentials of an account, which stand below a node."""
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
    """Where one credential is from. That a variable is missing was said before."""
    if isinstance(node, document.MappingNode):
        kind, given = next(iter(node.fields.items()))
        yield ok(f"{key}: from the {kind} {_first_word(given)}".rstrip(), account)
        return
    text = node.text if isinstance(node, document.Scalar) else f"${{{variable}}}"
    names = list(dict.fromkeys(_VARIABLE.findall(text)))
    if not names:
        hint = _WRITTEN.format(name=variable)
        yield note(f"{key}: it is written out in the configuration", hint, account)
    elif all(map(os.environ.get, names)):
        yield ok(f"{key}: {list_some(names)} is set", account)


def _first_word(node: document.Node) -> str:
    """The path of a file, or the program of a command, without what may be an argument."""
    first = node.items[0] if isinstance(node, document.SequenceNode) else node
    return first.text.split()[0] if isinstance(first, document.Scalar) and first.text else ""
