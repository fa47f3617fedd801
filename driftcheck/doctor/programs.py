"""Versions of driftcheck, Python and the libraries that a run needs."""

import platform
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

import driftcheck
from driftcheck.doctor.setup import Remark, Setup, note, ok, trouble

_NEEDED = ("PyYAML", "jsonschema-rs", "orjson", "httpx", "certifi", "SQLAlchemy")
_EXTRAS = ("psycopg", "distributed")
_SLOW = "Install its wheel: python -m pip install --force-reinstall pyyaml"


def examine(_setup: Setup) -> Iterator[Remark]:
    """Yield the installed versions, and whether the installation is complete."""
    system = f"{platform.system()} {platform.machine()}".strip()
    yield ok(f"driftcheck {driftcheck.__version__}, Python {platform.python_version()}, {system}")
    yield ok(", ".join(f"{name} {_version(name) or 'of unknown version'}" for name in _NEEDED))
    yield from _yaml()
    yield from _phonenumbers()
    if extras := [f"{name} {found}" for name in _EXTRAS if (found := _version(name))]:
        yield ok(f"extras: {', '.join(extras)}")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _yaml() -> Iterator[Remark]:
    import yaml

    if yaml.__with_libyaml__:
        yield ok("PyYAML uses libyaml, which is fast")
    else:
        yield note("PyYAML has no libyaml: large files are read slowly", _SLOW)


def _phonenumbers() -> Iterator[Remark]:
    """Yield whether phonenumberslite is complete; `phonenumbers` uses the same folder."""
    broken = trouble(lambda: import_module("driftcheck.policy.plans"))
    yield from broken
    if not broken:
        count = len(sys.modules["driftcheck.policy.plans"].SUPPORTED_REGIONS)
        known = _version("phonenumberslite") or "of unknown version"
        yield ok(f"phonenumberslite {known} is complete: {count} regions")
