"""A list as `driftcheck fetch` saves it: with how many entries, when, and whose."""

import driftcheck
from driftcheck.model import DEFAULT_ACCOUNT, JSON, LiveError, LiveList, Origin, Problem
from driftcheck.system import published
from driftcheck.validation import Validator, dotted
from driftcheck.words import as_utc

FORMAT = "driftcheck-live"
VERSION = 1
IGNORED = "ignored"
"""What is noted where totals in headers were not looked at."""
QUOTED = "quoted"
"""What is noted where texts quoted the secret that was sent."""
_AGAIN = "The file was changed or cut short; fetch the list again."


def is_saved(value: JSON) -> bool:
    """Whether a JSON value says that it is a saved list."""
    return isinstance(value, dict) and value.get("format") == FORMAT


def read(value: JSON, source: str) -> LiveList:
    """A saved list. Raises LiveError as `entries` does, and where its time is none."""
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
    """What is saved of the list of an account: `numbers` are its entries as they may be shown.

    Of a list that was saved before, when and whose it was stays as it was noted. `quoting` says
    that a secret was taken out of texts that quote it.
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
    """The entries of a saved list. Raises LiveError where it is not whole, or of another version.

    `source` is what messages call it.
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
