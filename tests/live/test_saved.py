"""A saved list is read in full or not at all, and only where one is allowed."""

import json
from typing import Any

import pytest

from driftcheck.live.decode import decode
from driftcheck.live.saved import read
from driftcheck.model import LiveError, LiveList, Origin
from tests.support import NUMBER, Project

SAVED: dict[str, Any] = {
    "format": "driftcheck-live",
    "version": 1,
    "fetched_at": "2026-01-01T00:00:00Z",
    "source": "https://example.com",
    "account": "default",
    "count": 1,
    "numbers": [NUMBER],
}
AGAIN = "The file was changed or cut short; fetch the list again."


def told(**changed: Any) -> list[tuple[str, str | None]]:
    value = {name: part for name, part in {**SAVED, **changed}.items() if part is not None}
    with pytest.raises(LiveError) as caught:
        read(value, "saved.json")
    return [(problem.message, problem.hint) for problem in caught.value.problems]


def test_a_saved_list_has_its_entries_and_origin() -> None:
    at, origin = "2026-01-01T00:00:00Z", Origin("default", "https://example.com")
    listed = LiveList("saved.json", (NUMBER,), at, False, origin)
    assert read(SAVED, "saved.json") == listed
    assert read({**SAVED, "totals": "ignored"}, "saved.json").totals_ignored
    bare = {key: SAVED[key] for key in ("format", "version")} | {"count": 0, "numbers": []}
    assert read(bare, "saved.json") == LiveList("saved.json", (), origin=Origin(None, None))


@pytest.mark.parametrize(
    "time",
    ["2026-01-01T02:00:00+02:00", "2025-12-31t23:59:00-00:01", "2026-01-01T00:00:00.999Z"],
)
def test_times_are_converted_to_utc(time: str) -> None:
    assert read({**SAVED, "fetched_at": time}, "s").fetched_at == "2026-01-01T00:00:00Z"


def test_an_invalid_time_is_refused(subtests: pytest.Subtests) -> None:
    for time in [
        *("", "yesterday", "2026-01-01", "2026-01-01T00:00:00", "2026-02-30T00:00:00Z"),
        *("2026-01-01T23:59:60Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"),
        1767225600,
    ]:
        with subtests.test(time=time):
            ((message, hint),) = told(fetched_at=time)
            assert (message.startswith("saved.json is not a saved list: fetched_at "), hint) == (
                True,
                AGAIN,
            )


def test_a_wrong_count_is_refused() -> None:
    assert told(count=2) == [("saved.json should have 2 entries, but has 1", AGAIN)]
    assert told(numbers=[]) == [("saved.json should have 1 entries, but has 0", AGAIN)]


@pytest.mark.parametrize("version", [2, 0, 99])
def test_another_version_is_refused(version: int) -> None:
    ((message, hint),) = told(version=version)
    assert message == f"saved.json is a saved list of version {version}; this driftcheck reads 1"
    assert "newer" in (hint or "")


def test_an_invalid_saved_list_is_refused(subtests: pytest.Subtests) -> None:
    changed: Any
    for changed, message in [
        ({"version": "1"}, "version must be 1"),
        ({"version": True}, "version must be 1"),
        ({"count": None}, "count is missing"),
        ({"count": "1"}, "count must be a whole number, not text"),
        ({"numbers": None}, "numbers is missing"),
        ({"numbers": {}}, "numbers must be a list"),
        ({"extra": 1}, "extra is not known"),
    ]:
        with subtests.test(changed=changed, message=message):
            assert any(
                text.startswith(f"saved.json is not a saved list: {message}")
                for text, _ in told(**changed)
            )


@pytest.mark.parametrize("value", [{"data": []}, {**SAVED, "format": "driftcheck-report"}, {}])
def test_another_object_is_still_refused(value: Any, project: Project) -> None:
    ran = project.write(live__json=json.dumps(value)).run("check")
    assert (ran.code, "instead of an array" in ran.err) == (1, True)


def test_the_api_must_answer_with_a_list() -> None:
    with pytest.raises(LiveError, match="instead of an array"):
        decode(json.dumps(SAVED).encode(), "https://example.com")


def test_a_truncated_saved_list_gives_no_verdict(project: Project) -> None:
    text = json.dumps({**SAVED, "count": 2})
    ran = project.write(live__json=text).run("check")
    assert (ran.code, ran.out) == (1, "")
    assert "live.json should have 2 entries, but has 1" in ran.err
    ran = project.run("check", "--live", "-", stdin=json.dumps(SAVED))
    assert ran.code == 0
