"""Decompresses response bodies; an incomplete one is an error.

httpx would accept a compressed body that ends early, and ignore what follows its end.
"""

import zlib
from collections.abc import Iterator

import httpx

_NAMES = ("gzip", "x-gzip")
"""Both names mean gzip (RFC 9110, section 8.4.1.3)."""
_GZIP = 16 + zlib.MAX_WBITS
_STEP = 1 << 20
_MAX_RATIO = 200  # anything beyond is treated as a gzip bomb, unless it is small
_SMALL = 16 << 20  # bytes: harmless, whatever the ratio


def unpacked(response: httpx.Response) -> Iterator[bytes]:
    """Yield the body in parts of at most 1 MiB. Raises httpx.DecodingError if it is incomplete."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding == "identity":
        return response.iter_raw()
    if encoding not in _NAMES:
        raise httpx.DecodingError("the encoding was not asked for")
    return _inflated(response.iter_raw())


def _inflated(parts: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(_GZIP)
    packed = unpacked = 0
    for part in parts:
        rest = part
        packed += len(part)
        while rest and not inflater.eof:
            try:
                piece = inflater.decompress(rest, _STEP)
            except zlib.error as error:
                raise httpx.DecodingError("not gzip") from error
            unpacked += len(piece)
            if unpacked > max(_SMALL, packed * _MAX_RATIO):
                raise httpx.DecodingError(f"it grows to more than {_MAX_RATIO} times its size")
            yield piece
            rest = inflater.unconsumed_tail
        if inflater.unused_data or (inflater.eof and rest):
            raise httpx.DecodingError("more than one gzip member")
    if not inflater.eof:
        raise httpx.DecodingError("the gzip data is cut short")
