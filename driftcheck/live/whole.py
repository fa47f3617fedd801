"""Whether an answer says that it is one page of a longer list: by `Link`, or by a total.

A header of totals that cannot be read is refused too: it may say that there is more.
`totals: ignore` is for servers whose headers count something else.
"""

import re
from collections.abc import Iterable, Iterator

from driftcheck.model import LiveError, Problem
from driftcheck.words import counted

_PARAMETER = re.compile(
    r"""<[^<>]*>                              # a target: what is in it is no parameter
    | (?P<name>[^\s;,=<>"]+) \s* = \s* (?P<value>"(?:[^"\\]|\\.?)*"?|[^\s;,"]*)
    | "(?:[^"\\]|\\.?)*"?
    | [^\s;,=<>"]+""",
    re.VERBOSE | re.DOTALL,
)
"""The parts of a Link header (RFC 8288); what is not well formed is read leniently.

Each sign is part of one match, so that a long header takes no more than its length.
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
_PAGE_HINT = "Set `url` so that one answer has all numbers; driftcheck does not read pages."
_TOTAL_HINT = (
    "Set `url` so that it gives the whole list. If the header counts something else, set "
    "`totals: ignore` under `live.agora`."
)


def refuse_page(links: Iterable[str], source: str) -> None:
    """Raise LiveError where one of the `Link` headers names a next page.

    `source` is what messages call the answer.
    """
    if any("next" in _relations(link) for link in links):
        message = f'{source} gave one page of a longer list: its Link header has rel="next"'
        raise LiveError(Problem(message, None, _PAGE_HINT))


def refuse_part(totals: Iterable[str], ranges: Iterable[str], count: int, source: str) -> None:
    """Raise LiveError where X-Total-Count or Content-Range names more than `count` entries.

    `totals` and `ranges` are the values of these headers.
    """
    # Two headers may have been joined by a comma and a blank; 1,234 is no number and no two.
    _refuse(source, "X-Total-Count", map(_total, _parts(r",\s+", totals)), count)
    _refuse(source, "Content-Range", (_range_total(p, count) for p in _parts(",", ranges)), count)


def _refuse(source: str, name: str, found: Iterable[int | None], count: int) -> None:
    for total in found:
        if total is None:
            message = f"{source} sent a header {name} that cannot be read"
            raise LiveError(Problem(message, None, _TOTAL_HINT))
        if total > count:
            came = counted(count, "entry", "entries")
            message = f"{source} gave {came} of a longer list: {name} names {total:,}"
            raise LiveError(Problem(message, None, _TOTAL_HINT))


def _relations(link: str) -> Iterator[str]:
    """The relation types in a Link header, in lower case.

    Strictly, a second `rel` of one link is ignored. Here it counts: it may name a next page.
    """
    for found in _PARAMETER.finditer(link):
        if (found["name"] or "").lower() == "rel":
            plain = found["value"].replace("\\", "").strip("\"'").lower()
            yield from re.split(r"[\s,;]+", plain)


def _parts(between: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from filter(None, map(str.strip, re.split(between, text)))


def _total(text: str) -> int | None:
    """How many entries a total names; None where it cannot be read."""
    return int(text) if _TOTAL.fullmatch(text) else None


def _range_total(text: str, count: int) -> int | None:
    """How many entries a Content-Range names, at least; None where it cannot be read.

    One of bytes is about the transfer, and names none. Where the total is not known, a range that
    does not begin with the first entry is a part: it names one more than came.
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
