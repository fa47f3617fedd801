"""Cases for `pytest.mark.parametrize`, those marked that are known not to hold."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest


def marked(names: Iterable[str], broken: Mapping[str, str]) -> list[Any]:
    """Cases by name; for those in `broken` that says why they do not hold."""
    return [pytest.param(name, marks=_marks(broken.get(name))) for name in names]


def _marks(reason: str | None) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
