"""Many rows of data for one test, where a test for each would cost more than what it does."""

import functools
import inspect
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from tests.support import Project

Test = Callable[..., None]
Table = Sequence[tuple[str, Mapping[str, Any]]]
"""Rows, each with its label."""

_FAILED = (Exception, pytest.fail.Exception, pytest.skip.Exception, pytest.xfail.Exception)
_tables: dict[Test, tuple[Test, Table]] = {}
"""What tests that have rows were made of."""


def each(
    names: str | Sequence[str],
    values: Iterable[Any],
    ids: Iterable[object] | Callable[[Any], str] | None = None,
) -> Callable[[Test], Test]:
    """Have a test go through rows, as `pytest.mark.parametrize` makes a test of each.

    A row that fails is a subtest that fails, and the others go on. Each row has `tmp_path`,
    `monkeypatch` and projects of its own, these also within data classes; it must leave nothing in
    other fixtures.
    """
    columns = names.replace(" ", "").split(",") if isinstance(names, str) else names
    values = list(values)
    ids = range(len(values)) if ids is None else map(ids, values) if callable(ids) else ids
    table = [
        (str(label), dict(zip(columns, [value] if len(columns) == 1 else value, strict=True)))
        for label, value in zip(ids, values, strict=True)
    ]
    return lambda test: _with_rows(test, table)


def _with_rows(test: Test, table: Table) -> Test:
    if test in _tables:  # which goes through rows already
        test, inner = _tables.pop(test)
        table = [(f"{a}-{b}", {**left, **right}) for a, left in table for b, right in inner]
    through = _through(test, table)
    _tables[through] = test, table
    return through


def _through(test: Test, table: Table) -> Test:
    @functools.wraps(test, updated=())
    def through(subtests: pytest.Subtests, **fixtures: Any) -> None:
        for number, (label, row) in enumerate(table):
            try:
                with _own(fixtures, f"row-{number}") as own:
                    test(**row, **own)
            except _FAILED:
                with subtests.test(msg=label, **row):
                    raise

    given = inspect.signature(test).parameters
    columns = {column for _, row in table for column in row}
    left = [part for name, part in given.items() if name not in columns]
    subtests = inspect.Parameter("subtests", inspect.Parameter.KEYWORD_ONLY)
    signature = inspect.Signature([*left, subtests])
    vars(through).update(__signature__=signature, pytestmark=getattr(test, "pytestmark", []))
    return through


@contextmanager
def _own(fixtures: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """The fixtures of one row, whose folders have this name."""
    own = dict(fixtures)
    with pytest.MonkeyPatch.context() as monkeypatch:
        if "monkeypatch" in own:
            own["monkeypatch"] = monkeypatch
        if "tmp_path" in own:
            own["tmp_path"] = own["tmp_path"] / name
            own["tmp_path"].mkdir()
        for which, one in fixtures.items():
            if isinstance(one, Project):
                own[which] = _copied(one, name)
            elif isinstance(getattr(one, "project", None), Project):
                own[which] = replace(one, project=_copied(one.project, name))
        yield own


def _copied(project: Project, name: str) -> Project:
    """A copy of a project within its folder, without copies."""
    ignored = shutil.ignore_patterns("row-*")
    copy = project.folder / name
    shutil.copytree(project.folder, copy, symlinks=True, ignore=ignored, dirs_exist_ok=True)
    return Project(copy)
