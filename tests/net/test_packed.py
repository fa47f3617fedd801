"""A compressed body is complete, or refused."""

import gzip
import zlib

import pytest

from tests.live.server import ENTRIES, LIST, answer, failed, fetch, serving, settings

PACKED = gzip.compress(LIST)


def test_a_compressed_list_is_read() -> None:
    with serving(answer(200, PACKED, Content_Encoding="gzip")) as script:
        assert fetch(settings(script.url)).entries == ENTRIES
    assert script.requests[0].headers["accept-encoding"] == "gzip"


def test_an_incomplete_compressed_list_is_refused(subtests: pytest.Subtests) -> None:
    for body, encoding, why in [
        (PACKED[:-8], "gzip", "the gzip data is cut short"),
        (PACKED[:-1], "gzip", "the gzip data is cut short"),
        (PACKED + b"junk", "gzip", "more than one gzip member"),
        (PACKED + gzip.compress(b', {"more": 1}'), "gzip", "more than one gzip member"),
        (b"junk", "gzip", "not gzip"),
        (b"", "gzip", "the gzip data is cut short"),
        (zlib.compress(LIST), "deflate", "the encoding was not asked for"),
        (LIST, "br", "the encoding was not asked for"),
        (gzip.compress(b" " * (64 << 20)), "gzip", "it grows to more than 200 times its size"),
    ]:
        with subtests.test(body=body, encoding=encoding, why=why):
            error, script = failed(answer(200, body, Content_Encoding=encoding))
            assert str(error) == f"{script.url} sent a body that cannot be decompressed: {why}"
            assert script.asked == ["GET /list"]


def test_a_highly_compressed_list_is_read_whole() -> None:
    body = b"[" + b" " * (3 << 20) + LIST[1:]
    with serving(answer(200, gzip.compress(body), Content_Encoding="gzip")) as script:
        assert fetch(settings(script.url)).entries == ENTRIES
