"""Declarations that are written alike are what each would be, had it been read for itself."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from driftcheck import document, resources
from driftcheck.declared.entry import EntryReader, Said
from driftcheck.declared.form import Form
from driftcheck.declared.variables import Variables
from driftcheck.document import alike
from driftcheck.errors import InputError, Problem
from tests.alike_support import parse

WORDS = ["Sales", "Support line 7", "Straße", "6036", "true", "no", "null", "1e3", "", "~"]
WORDS += [
    "a, b",
    "a b ",
    "a  b",
    "'a'",
    "'null'",
    '"a b"',
    "a: b",
    "${X}",
    "a}",
    "# a",
    "a\n      b",
]
TEXT = st.one_of(*[st.just("Sales")] * 3, st.sampled_from(WORDS))
FIELDS: dict[str, list[str]] = {
    "provider": ["provider: %s"],
    "label": ["label: %s"],
    "inbound": ["inbound: %s"],
    "pipeline": ["associated_pipeline:", "  pipeline_id: %s", "  pipeline_name: '%s'"],
    "flow": ["associated_pipeline: {pipeline_id: %s, pipeline_name: %s}"],
    "nothing": ["associated_pipeline: {}"],
    "addresses": ["inbound_config: {allowed_addresses: [192.0.2.1, %s]}"],
    "trunk": ["outbound_config:", "  prefix: %s", "  user: %s"],
    "secret": ["outbound_config: {user: %s, password: '${SET}', prefix: '${UNSET:-9}'}"],
    "unset": ["outbound_config: {address: '${UNSET}@%s'}"],
    "metadata": ["metadata: {owner: %s, more: [a: %s]}"],
    "ignore": ["ignore: [label]"],
    "ignored": ["ignore: [%s]"],
    "state": ["state: %s"],
    "extra": ["extra: %s"],
    "unknown": ["lable: %s"],
}
FLAGS = st.sampled_from(["true", "true", "false", "no", "null", "'true'", "yes"])
OTHERS = {
    "inbound": FLAGS,
    "provider": st.sampled_from(["twilio", "byo", "twilio", "other", "'byo'"]),
    "state": st.sampled_from(["absent", "present", "absent"]),
    "ignored": st.sampled_from(["label", "inbound", "lable"]),
}
DEFAULTS = [
    "",
    "defaults: {provider: twilio, inbound: true}\n",
    "defaults: {associated_pipeline: {pipeline_id: p, pipeline_name: n}, label: x}\n",
    "defaults: {metadata: {owner: x}, ignore: [label]}\n",
    "defaults: {state: absent}\n",
]


SCHEMA = resources.schema("number")
FORM = Form({**SCHEMA, "properties": {**SCHEMA["properties"], "extra": {}}})
THREE = ["a", "bb", "ccc"]


def three(rest: str) -> str:
    """Declarations of three numbers that differ by a word."""
    entry = "  - phone_number: +1202555010{n}\n    "
    return "numbers:\n" + "".join(
        (entry + rest).format(n=index, word=word) for index, word in enumerate(THREE)
    )


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Declarations of a few forms, most of them well written."""
    usual = ["provider", "label", "inbound", "pipeline", "flow", "trunk", "metadata", "state"]
    usual += ["secret"]
    forms = [
        draw(st.lists(st.sampled_from(usual), unique=True, max_size=4))
        + draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=1))
        for _ in range(2)
    ]
    numbers = draw(st.lists(st.integers(100, 120), min_size=3, max_size=8))
    text = draw(st.sampled_from(["version: 1\n", "version: 1\n", "version: 2\n"]))
    text += draw(st.sampled_from(DEFAULTS)) + "numbers:\n"
    for number in numbers:
        form = draw(st.sampled_from(forms))
        text += f"  - phone_number: {draw(st.sampled_from([*[''] * 9, 'x']))}+12025550{number}\n"
        for field in form:
            written = "".join(f"    {line}\n" for line in FIELDS[field])
            while "%s" in written:
                written = written.replace("%s", draw(OTHERS.get(field, TEXT)), 1)
            text += written
    return text


ENVIRON = {"SET": "a secret", "X": "x"}


def read(text: str, *, by_form: bool, environ: Mapping[str, str] | None = ENVIRON) -> Any:
    """What each entry says, and where; what is wrong with the text; which fields are secret now."""
    parsed = parse(text, by_form=by_form)
    if not isinstance(parsed[0], document.Document):
        return parsed
    source, entries = parsed
    problems: list[Problem] = []
    variables = Variables(environ or {}, needed=environ is not None)
    reader = EntryReader(source, FORM, problems, variables)
    said = [told(reader.read(entry)) for entry in entries]
    return said, InputError(*problems).problems, variables.filled


def told(said: Said | None) -> Any:
    if said is None:
        return None
    numbers, declaration, own = said
    places = {path: declaration.place_of(path) for path in declaration.marks}
    return list(numbers), declaration._replace(marks={}), places, own


@settings(max_examples=300, deadline=None)
@given(texts())
@example(three("label: {word} \n"))
@example(three("label: {word}\n      more\n"))
@example(three("associated_pipeline: {{pipeline_id: {word}, pipeline_name: x}}\n"))
@example(three("metadata:\n      more:\n        - a: {word}\n"))
@example(three("label: {word}\n") + "  - phone_number: +12025550109\n    label: x \n")
@example(three("extra: '{n}'\n"))
@example(three("extra: {n}\n"))
@example(DEFAULTS[2] + three("associated_pipeline:\n      pipeline_id: {word}\n"))
@example(three("label: null\n"))
@example(three("inbound: 'true'\n"))
@example(three("provider: {word}\n"))
@example(three("state: absent\n    metadata: {{a: {word}}}\n"))
@example(three("outbound_config: {{user: {word}, prefix: '${{X}}'}}\n"))
@example(three("ignore: [lable]\n"))
@example(three("# {word}: x\n    note: |\n      a: {word}\n"))
@example(three("metadata: {{note: |-\n      a: {word}\n    }}\n"))
@example(three("metadata:\n      note: |-\n        a: {word}\n"))
@example(re.sub("phone_number: (.*)", r"range: \1..\1", three("label: {word}\n")))
@example(three("label: '{word}\n      more'\n"))
@example("numbers:\n" + "  - label: x\n" * 3)
@example(three("outbound_config: {{user: {word}, transport: '${{X}}'}}\n"))
@example(three("outbound_config: {{user: {word}, address: '${{SET}}@sip', prefix: '$${{X}}'}}\n"))
@example(three("outbound_config:\n      user: {word}\n      password: ${{UNSET}}\n"))
@example(three("outbound_config:\n      user: {word}\n      password: ${{UNSET:-{word}}}\n"))
@example(three("label: {word}\n    outbound_config: {{password: '${{UNSET}}'}}\n"))
@example(three("metadata:\n      owner: {word}\n      token: ${{SET}}\n"))
@example(three("associated_pipeline: {{pipeline_id: {word}, pipeline_name: '${{SET}}'}}\n"))
def test_declarations_are_what_they_are_one_by_one(text: str) -> None:
    assert read(text, by_form=True) == read(text, by_form=False)
    aside = read(text, by_form=True, environ=None)
    assert aside == read(text, by_form=False, environ=None)


def test_a_plan_is_made_once_and_used_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "WORTHWHILE", 0)
    source, entries = document.parse_list(three("label: {word}\n"), "f.yaml", "numbers")
    reader = EntryReader(source, FORM, [])
    said = [reader.read(entry) for entry in entries]
    assert [one and one[1].fields for one in said] == [{"label": word} for word in THREE]
    assert said[1] is not None
    assert said[2] is not None
    assert said[1][1].marks is said[2][1].marks
