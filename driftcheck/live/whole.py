"""Detects an answer that is one page of a longer list, from `Link` or from totals.

A total that cannot be read is refused too, because there may be more entries. `totals: ignore` is
for servers whose headers count something else.
"""

import re
from collections.abc import Iterable, Iterator

from driftcheck.model import LiveError, Problem
from driftcheck.words import counted

_PARAMETER = re.compile(
    r"""<[^<>]*>                              # a target; nothing in it is a parameter
    | (?P<name>[^\s;,=<>"]+) \s* = \s* (?P<value>"(?:[^"\\]|\\.?)*"?|[^\s;,"]*)
    | "(?:[^"\\]|\\.?)*"?
    | [^\s;,=<>"]+""",
    re.VERBOSE | re.DOTALL,
)
"""The parts of a Link header (RFC 8288); malformed parts are read leniently.

Each character belongs to one match, so the time is linear in the length of the header.
"""
_COUNT = "[0-9]{1,15}"
_TOTAL = re.compile(_COUNT)
_RANGE = re.compile(
    rf"""(?: [^\s=:/]+ (?:\s*[=:]\s*|\s+) )?     # the unit, which some servers leave out
    (?: \* | (?P<first>{_COUNT}) \s*-\s* (?P<last>{_COUNT}) )
    \s*/\s* (?: \* | (?P<total>{_COUNT}) )""",
    re.VERBOSE,
)
_BYTES = re.compile(r"bytes(?![^\s=:/])", re.IGNORECASE)
_PAGE_HINT = "Set `url` so that one answer has all numbers; driftcheck does not read more pages."
_TOTAL_HINT = (
    "Set `url` so that it gives the whole list. If the header counts something else, set "
    "`totals: ignore` under `live.agora`."
)


def refuse_page(links: Iterable[str], source: str) -> None:
    """Raise LiveError if one of the `Link` headers names a next page.

    `source` is the name of the answer in messages.
    """
    if any("next" in _relations(link) for link in links):
        message = f'{source} returned one page of a longer list: its Link header has rel="next"'
        raise LiveError(Problem(message, None, _PAGE_HINT))


def refuse_part(totals: Iterable[str], ranges: Iterable[str], count: int, source: str) -> None:
    """Raise LiveError if X-Total-Count or Content-Range reports more than `count` entries.

    `totals` and `ranges` are the values of these headers.
    """
    # Two headers may be joined by a comma and a space; 1,234 is neither one number nor two.
    _refuse(source, "X-Total-Count", map(_total, _parts(r",\s+", totals)), count)
    _refuse(source, "Content-Range", (_range_total(p, count) for p in _parts(",", ranges)), count)


def _refuse(source: str, name: str, found: Iterable[int | None], count: int) -> None:
    for total in found:
        if total is None:
            message = f"{source} sent a header {name} that cannot be read"
            raise LiveError(Problem(message, None, _TOTAL_HINT))
        if total > count:
            came = counted(count, "entry", "entries")
            message = f"{source} returned {came} of a longer list: {name} says {total:,}"
            raise LiveError(Problem(message, None, _TOTAL_HINT))


def _relations(link: str) -> Iterator[str]:
    """Yield the relation types in a Link header, in lower case.

    Strictly, a second `rel` of a link is to be ignored. Here it counts, because it may name a next
    page.
    """
    for found in _PARAMETER.finditer(link):
        if (found["name"] or "").lower() == "rel":
            plain = found["value"].replace("\\", "").strip("\"'").lower()
            yield from re.split(r"[\s,;]+", plain)


def _parts(between: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from filter(None, map(str.strip, re.split(between, text)))


def _total(text: str) -> int | None:
    """Return the number of entries in a total; None if it cannot be read."""
    return int(text) if _TOTAL.fullmatch(text) else None


def _range_total(text: str, count: int) -> int | None:
    """Return the least number of entries for a Content-Range; None if it cannot be read.

    A range of bytes is about the transfer and says nothing. If the total is unknown, a range that
    does not start at the first entry is only a part, so it counts as one entry more than arrived.
    """
    if _BYTES.match(text):
        return 0
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    first, last = int(found["first"] or 0), int(found["last"] or -1)
    if found["total"]:
        return max(int(found["total"]), last)
    return max(last + 1, count + 1 if first else 0)
