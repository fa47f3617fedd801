"""Composing files: ranges, defaults, comments."""

from dataclasses import replace
from typing import Any

from driftcheck.draft import Header, Secrets, file_names, file_text, pipeline_of, state
from driftcheck.model import LiveList
from driftcheck.system import published
from driftcheck.validation.redaction import hiding
from driftcheck.validation.validator import Validator
from tests.each import each
from tests.support import number

VALIDATOR = Validator(published("number"))
HEADER = Header("live.json", "2026-01-01T00:00:00Z")


def stated(*entries: Any) -> Any:
    return state(LiveList("live", entries), VALIDATOR, Secrets()).numbers


def text(*entries: Any) -> str:
    return file_text(stated(*entries), HEADER)


def names(by: str, *entries: Any) -> dict[str, list[str]]:
    found = file_names(stated(*entries), by)
    return {name: [one.number for one in numbers] for name, numbers in found.items()}


def block(first: int, count: int, **fields: Any) -> list[Any]:
    return [number(phone_number=f"+{first + n}", **fields) for n in range(count)]


def routed(*ids: str | None) -> list[Any]:
    return [
        number(
            phone_number=f"+1202555{1000 + n}", associated_pipeline=name and {"pipeline_id": name}
        )
        for n, name in enumerate(ids)
    ]


def test_a_file_of_one_number() -> None:
    assert (
        text(number())
        == """\
# 1 number that was live, as written by driftcheck import.
# The list came from live.json, at 2026-01-01T00:00:00Z.
version: 1
numbers:
  - phone_number: +12025550100
    provider: twilio
    label: Support
    inbound: true
    outbound: true
    associated_pipeline:
      pipeline_id: p1
      pipeline_name: Support
    inbound_config: null
    outbound_config: null
"""
    )


def test_common_fields_become_defaults_and_exceptions_are_stated() -> None:
    first = [number(phone_number=f"+1202555010{n}", label=f"L{n}") for n in (0, 2, 4)]
    other = number(phone_number="+12025550109", label="L9", inbound=False, associated_pipeline=None)
    assert (
        text(*first, other).partition("numbers:\n")[2]
        == """\
  - phone_number: +12025550100
    label: L0
  - phone_number: +12025550102
    label: L2
  - phone_number: +12025550104
    label: L4
  - phone_number: +12025550109
    label: L9
    inbound: false
    associated_pipeline: null
"""
    )


def test_three_consecutive_numbers_are_a_range_and_two_are_not() -> None:
    lines = text(*block(12025550100, 3), *block(12025550110, 2)).splitlines()
    assert [line for line in lines if line.startswith("  -")] == [
        "  - range: +12025550100..+12025550102",
        "  - phone_number: +12025550110",
        "  - phone_number: +12025550111",
    ]


def test_a_range_ends_at_a_change_of_length() -> None:
    lines = text(*block(97, 6)).splitlines()
    assert [line for line in lines if line.startswith("  -")] == [
        "  - range: +100..+102",
        "  - range: +97..+99",
    ]


def test_a_default_is_not_applied_to_a_number_without_the_field() -> None:
    trunk = {"address": "sip.example.com", "transport": "tls", "password": "p"}
    trunks = [trunk, trunk, trunk, {**trunk, "password": "***"}]
    numbers = [
        number(phone_number=f"+1202555010{n}", label=f"L{n}", outbound_config=given)
        for n, given in enumerate(trunks)
    ]
    assert "password" not in text(*numbers).partition("numbers:")[0]


def test_the_comment_names_the_source_on_one_line() -> None:
    header = Header("a\n- b\u202e", "2026-01-01T00:00:00Z", "prod\nx", True)
    assert file_text(stated(number()), header).splitlines()[:4] == [
        r"# 1 number that was live in the account prod\nx, as written by driftcheck import.",
        r"# The list came from a\n- b\u202e, at 2026-01-01T00:00:00Z.",
        "# Secrets are not in this file: ${NAME} is filled in from the environment.",
        "version: 1",
    ]


@each(
    ("name", "shown"),
    [
        ("Support\nx: 1", r"Support\nx: 1"),
        ("", None),
        (" ", None),
        (None, None),
        ("https://u:hush@h/", None),
    ],
)
def test_the_comment_names_the_pipeline_if_that_may_be_shown(
    name: str | None, shown: str | None
) -> None:
    (one,) = stated(number(associated_pipeline={"pipeline_id": "p1", "pipeline_name": name}))
    header = replace(HEADER, pipeline=pipeline_of(one))
    comments = [line for line in file_text([one], header).splitlines() if "pipeline is" in line]
    assert comments == ([f"# The pipeline is called {shown}."] if shown else [])
    with hiding(["associated_pipeline.pipeline_name"]):
        assert pipeline_of(one) is None


def test_files_are_named_by_provider_and_country() -> None:
    entries = [
        number(),
        number(phone_number="+442079460000", provider="byo"),
        number(phone_number="+80012345678"),
        number(phone_number="+19"),
    ]
    assert names("provider", *entries) == {
        "byo.yaml": ["+442079460000"],
        "twilio.yaml": ["+12025550100", "+19", "+80012345678"],
    }
    assert names("country", *entries) == {
        "gb.yaml": ["+442079460000"],
        "international.yaml": ["+80012345678"],
        "no-country.yaml": ["+19"],
        "us.yaml": ["+12025550100"],
    }


def test_a_hostile_pipeline_name_cannot_leave_the_folder() -> None:
    ids = ["../../etc/passwd", "CON", "nul", "a/b", "A/B", "..", "\u202e", "", None, "no-pipeline"]
    found = list(names("pipeline", *routed(*ids, "x" * 300)))
    assert found == [
        "a-b.yaml",
        "a-b-2.yaml",
        "etc-passwd.yaml",
        "no-pipeline.yaml",
        "no-pipeline-2.yaml",
        "pipeline.yaml",
        "pipeline-2.yaml",
        "pipeline-con.yaml",
        "pipeline-nul.yaml",
        f"{'x' * 60}.yaml",
    ]


def test_a_hidden_pipeline_names_no_file() -> None:
    with hiding(["associated_pipeline.pipeline_id"]):
        assert list(names("pipeline", *routed("secret-one", "secret-two"))) == [
            "pipeline.yaml",
            "pipeline-2.yaml",
        ]
    assert list(names("pipeline", *routed("https://u:hush@h/"))) == ["pipeline.yaml"]
