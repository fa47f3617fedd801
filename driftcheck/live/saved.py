"""The format in which `driftcheck fetch` saves a list: with its count, time and account."""

import driftcheck
from driftcheck.model import DEFAULT_ACCOUNT, JSON, LiveError, LiveList, Origin, Problem
from driftcheck.system import published
from driftcheck.validation import Validator, dotted
from driftcheck.words import as_utc

FORMAT = "driftcheck-live"
VERSION = 1
IGNORED = "ignored"
"""Recorded if totals in headers were not checked."""
QUOTED = "quoted"
"""Recorded if texts quoted the secret that was sent."""
_AGAIN = "The file was changed or cut short; fetch the list again."


def is_saved(value: JSON) -> bool:
    """Whether a JSON value claims to be a saved list."""
    return isinstance(value, dict) and value.get("format") == FORMAT


def read(value: JSON, source: str) -> LiveList:
    """Return a saved list. Raises LiveError as `entries` does, or if its time is invalid."""
    listed = tuple(entries(value, source))
    try:
        at = value.get("fetched_at") and as_utc(value["fetched_at"])
    except ValueError as error:
        message = f"{source} is not a saved list: fetched_at is not a valid time"
        raise LiveError(Problem(message, None, _AGAIN)) from error
    ignored = value.get("totals") == IGNORED
    origin = Origin(value.get("account"), value.get("source"), value.get("secret") == QUOTED)
    return LiveList(source, listed, at, ignored, origin)


def to_json(listed: LiveList, numbers: list[JSON], account: str, *, quoting: bool = False) -> JSON:
    """Return what to save of an account's list; `numbers` are its entries as they may be shown.

    A list that was already saved keeps its time and account. `quoting` is true if a secret was
    removed from texts that quoted it.
    """
    origin = listed.origin or Origin(None, None)
    return {
        "format": FORMAT,
        "version": VERSION,
        "tool": {"name": "driftcheck", "version": driftcheck.__version__},
        **({"fetched_at": listed.fetched_at} if listed.fetched_at else {}),
        "source": origin.source or listed.source,
        "account": account if origin.account in (None, DEFAULT_ACCOUNT) else origin.account,
        **({"totals": IGNORED} if listed.totals_ignored else {}),
        **({"secret": QUOTED} if quoting or origin.quoting else {}),
        "count": len(numbers),
        "numbers": numbers,
    }


def entries(value: JSON, source: str) -> list[JSON]:
    """Return the entries of a saved list. Raises LiveError if it is incomplete or too new.

    `source` is its name in messages.
    """
    version = value.get("version")
    if version != VERSION and type(version) is int:
        hint = "Use the driftcheck that saved it, or a newer one."
        message = f"{source} is a saved list of version {version}; this driftcheck reads {VERSION}"
        raise LiveError(Problem(message, None, hint))
    faults = list(Validator(published("live")).faults(value))
    if faults:
        texts = (
            f"{source} is not a saved list: {dotted(f.path) or 'it'} {f.message}" for f in faults
        )
        raise LiveError(*(Problem(text, None, _AGAIN) for text in texts))
    numbers: list[JSON] = value["numbers"]
    if len(numbers) != value["count"]:
        message = f"{source} should have {value['count']} entries, but has {len(numbers)}"
        raise LiveError(Problem(message, None, _AGAIN))
    return numbers
