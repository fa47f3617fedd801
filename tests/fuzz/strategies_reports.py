"""JSON reports as they are kept for a baseline."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from driftcheck.model import fingerprint
from tests.fuzz.strategies_numbers import NUMBERS
from tests.fuzz.strategies_policies import SEVERITIES
from tests.fuzz.strategies_settings import CHECKS
from tests.fuzz.strategies_text import documents, whole
from tests.fuzz.strategies_words import LABELS, VALUES, mappings, sometimes

_COUNTS = "declared live in_sync missing changed unmanaged invalid violations waived".split()
_LEVELS = "critical high medium low info".split()
_TEXT = sometimes(LABELS, st.sampled_from(["\ud800", "a\ud800b"]), 30)
"""Text as JSON can hold it; halves of surrogate pairs are escaped there."""

_PLACES: SearchStrategy[Any] = st.none() | mappings(
    {"file": _TEXT, "line": st.integers(1, 9), "column": st.integers(1, 9)}
)
_WAIVERS: SearchStrategy[Any] = st.none() | mappings(
    {"reason": _TEXT, "owner": _TEXT, "expires": st.just("2999-12-31"), "location": _PLACES}
)


@st.composite
def _findings(draw: DrawFn) -> dict[str, Any]:
    """A finding whose fingerprint is right."""
    said: dict[str, Any] = {
        "account": draw(st.just("default") | _TEXT),
        "check": draw(CHECKS),
        "phone_number": draw(st.none() | NUMBERS),
        "path": draw(st.none() | st.sampled_from(["label", "inbound", "[0]", "[0].x"]) | _TEXT),
    }
    rest: dict[str, SearchStrategy[Any]] = {
        "kind": st.sampled_from(["drift", "schema", "policy", "waiver"]),
        "severity": SEVERITIES,
        "status": st.sampled_from(["new", "existing"]),
        "message": _TEXT,
        "remedy": st.none() | _TEXT,
        "location": _PLACES,
        "waiver": _WAIVERS,
        "members": st.lists(NUMBERS, max_size=3),
        "expected": VALUES,
        "actual": VALUES,
    }
    drawn = {name: draw(part) for name, part in rest.items()}
    return {**said, **drawn, "fingerprint": fingerprint(*said.values())}


_SUMMARY = {
    **dict.fromkeys(_COUNTS, 0),
    "coverage": 0.5,
    "by_severity": dict.fromkeys(_LEVELS, 0),
}
_ACCOUNT = {"name": "default", "source": "live.json", "declared": 1, "live": 1, "error": None}


@st.composite
def _reports(draw: DrawFn) -> dict[str, Any]:
    return {
        "format": "driftcheck-report",
        "version": 1,
        "tool": {"name": "driftcheck", "version": "0"},
        "started_at": "2026-01-01T00:00:00Z",
        "duration_seconds": draw(st.sampled_from((0, 0.1, 10**20))),
        "outcome": draw(st.sampled_from(("findings", "clean"))),
        "exit_code": 2,
        "fail_on": "low",
        "select": [],
        "errors": [],
        "accounts": [_ACCOUNT],
        "summary": _SUMMARY,
        "baseline": None,
        "findings": draw(st.lists(_findings(), max_size=4)),
    }


BASELINES = documents(_reports(), json_only=True)
BASELINES_WHOLE = whole(_reports(), json_only=True)
