"""What all HTML pages share: they run and load only what is part of them."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from driftcheck.words import printable

PAGE_FOLDER = Path(__file__).parent / "page"
"""The page of a report, and the style that all pages share."""


@cache
def templates(folder: Path) -> Environment:
    """Return templates that make all text printable, and then escape it."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_make_printable,
    )


def _make_printable(given: object) -> object:
    return printable(given) if isinstance(given, str) and not isinstance(given, Markup) else given


def page_policy(style: str, script: str = "") -> str:
    """Return a Content-Security-Policy that allows one style, and one script if given."""
    scripts = f" script-src '{_hash(script)}';" if script else ""
    return (
        f"default-src 'none'; style-src '{_hash(style)}';{scripts} "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
