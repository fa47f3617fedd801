"""Rows: answers of 200 whose body is no list, or a list with something odd in it."""

import gzip
import json

from tests.faults.matrix import FINE, GOOD, SECRET, Row
from tests.faults.server import Reply
from tests.live.server import answer
from tests.support import NUMBER, number

CUT_SHORT = "The answer may have been cut short; try again."
BETWEEN = "Something in front of the API answered, such as a proxy or a login page."
SHAPE = "If the API has changed, this version of driftcheck cannot read it."
PAGES = "This looks like the paginated per-project API; set `url` to .../v2/phone-numbers."
SUPPORT = "Try again; if it happens again, contact Agora's support."
LARGE = "Check `url`; if the list is that long, raise `max_size`."
MANY = GOOD[:-1] + b" " * (3 << 20) + b"]"
"""A good list that takes 3 MiB."""
ONE_MIB = ("max_size: 1",)


def refused(name: str, body: bytes, why: str, hint: str | None = None) -> Row:
    """A body that is no list."""
    says = f"{{url}} did not return a list of numbers: {why}"
    return Row(name, (answer(200, body),), says, hint)


def odd(name: str, body: bytes, *findings: str) -> Row:
    """A list that is read, and in which something is found."""
    return Row(name, (answer(200, body),), code=2, findings=findings)


def packed(body: bytes, encoding: str = "gzip") -> Reply:
    """A body that is sent as if it were compressed."""
    return answer(200, body, Content_Encoding=encoding)


def not_unpacked(name: str, body: bytes, why: str, encoding: str = "gzip") -> Row:
    """A body that cannot be unpacked."""
    says = f"{{url}} sent a body that cannot be decompressed: {why}"
    return Row(name, (packed(body, encoding),), says, SUPPORT)


def too_large(name: str, reply: Reply) -> Row:
    """A body that is longer than the configuration lets it be."""
    return Row(name, (reply,), "{url} sent more than 1 MiB", LARGE, keys=ONE_MIB)


NO_LIST = [
    refused("html", b"<!DOCTYPE html><h1>Sign in</h1>", "it looks like HTML", BETWEEN),
    refused("nothing", b"", "it is empty", CUT_SHORT),
    refused("null", b"null", "it is null"),
    refused("object", b'{"numbers": []}', "an object with numbers instead of an array", SHAPE),
    refused(
        "pages",
        b'{"data": [' + GOOD + b'], "has_more": false, "next_cursor": null}',
        "an object with data, has_more, next_cursor instead of an array",
        PAGES,
    ),
    refused("not-utf-8", b'[{"label": "Supp\xffrt"}]', "not UTF-8 text (byte 16)"),
    refused(
        "trailing-junk",
        b"[]\n{}",
        "not valid JSON at line 2, column 1: Extra data",
        CUT_SHORT,
    ),
    refused("nan", b'[{"x": NaN}]', "NaN is not a JSON number"),
    refused("infinite", b'[{"x": 1e999}]', "a number is too large"),
    refused("no-object", b"{}", "an object with nothing in it instead of an array", SHAPE),
    refused("blanks", b" \r\n", "it is empty", CUT_SHORT),
    refused("utf-16", GOOD.decode().encode("utf-16"), "not UTF-8 text (byte 0)"),
    refused(
        "duplicate-keys",
        b'[{"label": "a", "label": "b"}]',
        'duplicate key "label" in one object',
    ),
    refused(
        "quotes-the-secret-twice",
        b'[{"%s": 1, "%s": 2}]' % (SECRET.encode(), SECRET.encode()),
        'duplicate key "(sensitive)" in one object',
        None,
    ),
    refused("many-digits", b"[" + b"1" * 5000 + b"]", "a number has too many digits"),
    refused("deep", b"[" * 200_000 + b"]" * 200_000, "nested too deeply"),
    refused(
        "quotes-the-secret",
        json.dumps({SECRET: 1}).encode(),
        "an object with (sensitive) instead of an array",
        SHAPE,
    ),
]
EMPTY = "If the account really has no numbers, use --allow-empty."
ODD = [
    odd("twice", json.dumps([NUMBER, NUMBER]).encode(), "live-duplicate"),
    Row(
        "empty-list",
        (answer(200, b"[]"),),
        "{url} returned an empty list, but 1 number is declared",
        EMPTY,
    ),
    Row("byte-order-mark", (answer(200, b"\xef\xbb\xbf" + GOOD),), code=0),
    Row("no-content", (answer(204),), "{url} answered 204"),
    Row("part-of-it", (answer(206, GOOD),), "{url} answered 206"),
    odd("strings", b'["+12025550100"]', "drift-missing", "schema-invalid"),
    odd(
        "lone-surrogates",
        json.dumps([number(label="\ud800 Support \udfff")]).encode(),
        "drift-changed",
    ),
]
PACKED = [
    Row("gzip", (packed(gzip.compress(GOOD)),), code=0),
    Row("x-gzip", (packed(gzip.compress(GOOD), "x-gzip"),), code=0),
    not_unpacked("gzip-cut", gzip.compress(GOOD)[:-4], "the gzip data is cut short"),
    not_unpacked("no-gzip", GOOD, "not gzip"),
    not_unpacked("not-asked-for", GOOD, "the encoding was not asked for", "br"),
    not_unpacked(
        "gzip-bomb",
        gzip.compress(b"[" + b" " * (20 << 20)),
        "it grows to more than 200 times its size",
    ),
]
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
LENGTHS = [
    too_large("unpacked-too-large", packed(gzip.compress(MANY))),
    Row("chunked", (CHUNKED + b"%x\r\n%s\r\n0\r\n\r\n" % (len(GOOD), GOOD),), code=0),
    Row("informed-first", (b"HTTP/1.1 103 Early Hints\r\n\r\n" + FINE,), code=0),
    too_large("told-too-large", answer(200, b"", 1 << 40)),
    too_large("too-large", b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + MANY),
    Row("large", (answer(200, MANY),), code=0, keys=("max_size: 4",)),
    Row("told-no-length", (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + GOOD,), code=0),
]
ROWS = [*NO_LIST, *ODD, *PACKED, *LENGTHS]
