"""Rows: answers of 200 whose headers say that there is more of the list than came, or do not."""

from tests.faults.matrix import GOOD, Row
from tests.live.server import answer

PAGES = "Set `url` so that one answer has all numbers; driftcheck does not read more pages."
COUNTS = (
    "Set `url` so that it gives the whole list. If the header counts something else, set "
    "`totals: ignore` under `live.agora`."
)
IGNORED = ("totals: ignore",)
NEXT = '</list?cursor=2>; rel="next"'


def paged(name: str, link: str, *keys: str) -> Row:
    """A Link header that names a next page."""
    says = '{url} returned one page of a longer list: its Link header has rel="next"'
    return Row(f"link-{name}", (answer(200, GOOD, Link=link),), says, PAGES, keys=keys)


def longer(name: str, header: str, value: str, total: str, body: bytes = GOOD) -> Row:
    """A header that names more entries than came."""
    reply = answer(200, body, **{header.replace("-", "_"): value})
    came = "1 entry" if body == GOOD else "0 entries"
    says = f"{{url}} returned {came} of a longer list: {header} says {total}"
    return Row(f"{header}-{name}", (reply,), says, COUNTS)


def unreadable(name: str, header: str, value: str) -> Row:
    """A header of totals that cannot be read, and may say anything."""
    reply = answer(200, GOOD, **{header.replace("-", "_"): value})
    says = f"{{url}} sent a header {header} that cannot be read"
    return Row(f"{header}-{name}", (reply,), says, COUNTS)


def whole(name: str, *keys: str, **headers: str) -> Row:
    """Headers that say nothing against the list."""
    return Row(name, (answer(200, GOOD, **headers),), code=0, keys=keys)


ROWS = [
    paged("next", NEXT),
    paged("bare", "</list?cursor=2>;rel=next"),
    paged("second", f'</list>; rel="self first", {NEXT}'),
    paged("second-header", f'</list>; rel="self"\r\nLINK: {NEXT}'),
    paged("not-ignored", NEXT, *IGNORED),
    whole("link-others", Link='</a,b>; rel="prev"; title="x, <y>; rel=next", </next>; rel=last'),
    longer("more", "X-Total-Count", "200", "200"),
    longer("many", "X-Total-Count", "1200", "1,200"),
    longer("twice", "X-Total-Count", "1\r\nx-total-count: 2", "2"),
    longer("of-nothing", "X-Total-Count", "1", "1", b"[]"),
    unreadable("words", "X-Total-Count", "many"),
    unreadable("grouped", "X-Total-Count", "1,234"),
    longer("more", "Content-Range", "items 0-0/200", "200"),
    longer("no-range", "Content-Range", "items */200", "200"),
    longer("later", "Content-Range", "items 50-50/*", "51"),
    longer("no-unit", "Content-Range", "0-0/2", "2"),
    unreadable("words", "Content-Range", "items some"),
    whole("totals-agree", X_Total_Count="1", Content_Range="items 0-0/1"),
    whole("total-of-fewer", X_Total_Count="0"),
    whole("total-unknown", Content_Range="items 0-0/*"),
    whole("range-of-bytes", Content_Range="bytes 0-99/100000"),
    whole("totals-ignored", *IGNORED, X_Total_Count="200", Content_Range="items 0-0/200"),
    whole("words-ignored", *IGNORED, X_Total_Count="many", Content_Range="many"),
]
