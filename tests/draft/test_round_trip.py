"""The core property: declarations equal any live list, and hold no secrets."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from driftcheck import declared, document
from driftcheck.compare.drift import diff
from driftcheck.declared import Variables
from driftcheck.document.source import InputFile
from driftcheck.draft import BY, Header, Secrets, file_names, file_text, state
from driftcheck.model import Finding, LiveList
from driftcheck.system import published
from driftcheck.validation.redaction import hiding
from driftcheck.validation.validator import Validator
from tests.strategies import entries, fleets, lists
from tests.support import number

VALIDATOR = Validator(published("number"))
HEADER = Header("live\n.json", "2026-01-01T00:00:00Z", None, True)


def written(fleet: list[dict[str, Any]], by: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """Return the files that declare a fleet, and their variables."""
    secrets = Secrets()
    draft = state(LiveList("live", tuple(fleet)), VALIDATOR, secrets)
    assert draft.problems == ()
    groups = file_names(draft.numbers, by) if by else {"numbers.yaml": list(draft.numbers)}
    texts = {name: file_text(numbers, HEADER) for name, numbers in groups.items()}
    return texts, secrets.values


def findings(fleet: list[dict[str, Any]], by: str | None) -> list[Finding]:
    """Return the findings of the real diff on the loaded files."""
    texts, environ = written(fleet, by)
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, text in texts.items():
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8", newline="")
            files.append(InputFile(path, name))
        known = declared.load(files, VALIDATOR.schema, Variables(environ))
    assert sorted(known) == sorted(entry["phone_number"] for entry in fleet)
    return diff(known, LiveList("live", tuple(fleet)))


@given(fleets(), st.sampled_from([None, *BY]))
@example([number(outbound_config={"password": "***"})], None)
@example([number(outbound_config={"address": "sip:u:p@h", "user": "${X}"})], "pipeline")
def test_the_declarations_equal_the_live_list(fleet: list[dict[str, Any]], by: str | None) -> None:
    assert findings(fleet, by) == []


@given(lists(), st.sampled_from([None, *BY]))
def test_any_valid_list_can_be_written(fleet: list[dict[str, Any]], by: str | None) -> None:
    fleet = [entry for entry in fleet if "\0" not in repr(entry).replace(r"\x00", "\0")]
    if fleet:
        assert findings(fleet, by) == []


@given(fleets(), st.sampled_from(["label", "inbound", "provider", "outbound_config.user"]))
def test_sensitive_fields_are_not_written(fleet: list[dict[str, Any]], path: str) -> None:
    fleet = json.loads(json.dumps(fleet).replace("\\u0000", "-"))
    with hiding([path, "associated_pipeline.*", "inbound_config.allowed_addresses"]):
        assert findings(fleet, "pipeline") == []
        for text in written(fleet, None)[0].values():
            assert path != "label" or all(
                line.strip().startswith(("#", "label: $"))
                for line in text.splitlines()
                if "label:" in line
            )


@given(fleets(), st.randoms())
def test_the_order_of_the_list_makes_no_difference(
    fleet: list[dict[str, Any]], random: Any
) -> None:
    shuffled = random.sample(fleet, len(fleet))
    assert written(shuffled, None) == written(fleet, None)


@given(entries())
def test_absent_null_and_empty_are_written_the_same(entry: dict[str, Any]) -> None:
    texts = set()
    nothings: list[dict[str, Any]] = [{}, {"outbound_config": None}, {"outbound_config": {}}]
    for nothing in nothings:
        bare = {k: v for k, v in entry.items() if k != "outbound_config"} | nothing
        bare["label"] = "x"
        bare["associated_pipeline"] = None
        texts.add(written([bare], None)[0]["numbers.yaml"])
    assert len(texts) == 1


@pytest.mark.parametrize("format_", ["address", "password"])
def test_no_secret_is_in_the_text(format_: str) -> None:
    secret = {"address": "u:topsecret@sip.example.com", "password": "topsecret"}[format_]
    texts, environ = written([number(outbound_config={format_: secret})], None)
    assert "topsecret" not in "".join(texts.values())
    assert [value.rpartition(":")[2] for value in environ.values()] == ["topsecret"]


@given(fleets())
def test_no_value_can_add_a_line(fleet: list[dict[str, Any]]) -> None:
    (text,) = written(fleet, None)[0].values()
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert len(head) == 3
    assert all(sign.isprintable() or sign == "\n" for sign in text if sign not in "\u200d\ufe0f")
    root = document.parse(text, "f.yaml").root
    assert isinstance(root, document.MappingNode)
    assert root.fields.keys() <= {"version", "defaults", "numbers"}
