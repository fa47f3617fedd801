"""Declarations read directly from events equal those read into nodes."""

import re
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from driftcheck import document
from driftcheck.declared.direct import MAX_LAYOUTS, Entry
from driftcheck.declared.entry import EntryReader
from driftcheck.document import Listing
from driftcheck.system import published
from driftcheck.validation.declarable import Form
from tests.direct_support import declared
from tests.effort import tried

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
    "another": ["range: +12025550100..+12025550109"],
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


SCHEMA = published("number")
FORM = Form({**SCHEMA, "properties": {**SCHEMA["properties"], "extra": {}}})
THREE = ["a", "bb", "ccc"]


def three(rest: str) -> str:
    """Return declarations of three numbers that differ by a word."""
    entry = "  - phone_number: +1202555010{n}\n    "
    return "numbers:\n" + "".join(
        (entry + rest).format(n=index, word=word) for index, word in enumerate(THREE)
    )


ABOUT = ["phone_number: {0}"] * 8 + [
    "phone_number: x{0}",
    "range: {0}..+12025550110",
    "range: '{0}..{0}0'",
    "phone_numbers: [{0}, '+12025550199']",
    "phone_numbers:\n      - {0}\n      - +12025550110\n",
]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return declarations of a few forms, most of them valid."""
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
        about = draw(st.sampled_from(ABOUT))
        text += f"  - {about.format(f'+12025550{number}')}\n"
        for field in form:
            written = "".join(f"    {line}\n" for line in FIELDS[field])
            while "%s" in written:
                written = written.replace("%s", draw(OTHERS.get(field, TEXT)), 1)
            text += written
    return text


ENVIRON = {"SET": "a secret", "X": "x"}


@tried(2)
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
@example(
    "- phone_number: +12025550100\n"
    "  metadata: {a: &a NULL, b: &b '${SET}', c: &c true, d: &d [x]}\n"
    "- {phone_number: +12025550101, label: *a, inbound: *c, metadata: {d: *d}}\n"
    "- {phone_number: +12025550102, label: *b, outbound_config: {user: *b}}\n"
    "- {phone_number: +12025550103, associated_pipeline: {pipeline_id: *a, pipeline_name: x}}\n"
)
@example("- {phone_number: +12025550104, label: *e}\n")
@example(
    "- {phone_number: +12025550100, label: &a x}\n- phone_number: +12025550101\n  label: *a:\n"
)
@example("- {phone_number: +12025550100, associated_pipeline: {pipeline_id: NULL}}\n")
@example("numbers: &n\n- phone_number: +12025550100\nx: *n\n")
@example(
    "- {phone_number: +12025550100, metadata: {b: &b '${SET}'}}\n"
    "- {phone_number: +12025550101, outbound_config: {user: *b}}\n"
)
@example(
    "- {phone_number: +12025550100, metadata: {b: &b '${SET}', u: &u '${UNSET}', n: &n null}}\n"
    "- {phone_number: +12025550101, label: *n, outbound_config: {user: *b, password: *u}}\n"
)
def test_direct_reading_equals_reading_into_nodes(text: str) -> None:
    for environ in (ENVIRON, None):
        direct = declared(text, FORM, environ, directly=True)
        assert direct == declared(text, FORM, environ, directly=False)


def parsed(text: str, reader: EntryReader) -> list[Any]:
    return document.parse(text, "f.yaml", Listing("numbers", reader.direct)).listed("numbers")


def directly(text: str) -> list[bool]:
    """Return for each entry of a text whether it is read without nodes."""
    reader = EntryReader("f.yaml", FORM, [])
    entries = parsed(text, reader)
    return [isinstance(entry, Entry) for entry in entries]


ENTRY = {
    "plain": "- phone_number: +12025550100\n  label: Sales\n",
    "a null": "- phone_number: +12025550100\n  associated_pipeline: null\n",
    "no value": "- phone_number: +12025550100\n  associated_pipeline:\n",
    "flow": "- {phone_number: +12025550100, associated_pipeline: {pipeline_id: p}}\n",
    "comments": "# one\n- phone_number: +12025550100 # two\n  # three\n  label: Sales\n",
    "quotes": "- phone_number: '+12025550100'\n  label: \"Sales: EMEA\"\n",
    "signs": "- phone_number: +12025550100\n  label: Who? R&D, 50% * !\n",
    "a JSON object": '- {"phone_number": "+12025550100", "inbound": true}\n',
    "an escape of JSON": '- {"phone_number": "+12025550100", "label": "\\ud83d\\ude00"}\n',
    "lists": "- phone_number: +12025550100\n  inbound_config: {allowed_addresses: [192.0.2.1]}\n",
    "metadata": "- phone_number: +12025550100\n  metadata:\n    owner: x\n    more: [{a: b}]\n",
    "literal text": "- phone_number: +12025550100\n  metadata:\n    note: |\n      a\n      b\n",
    "a range": "- range: +12025550100..+12025550109\n  label: Sales\n",
    "a list": "- phone_numbers: [+12025550100, +12025550101]\n",
    "ignore": "- phone_number: +12025550100\n  ignore: [label]\n",
    "state": "- phone_number: +12025550100\n  state: absent\n",
    "a dollar": "- phone_number: +12025550100\n  label: $5\n",
    "an alias": "- phone_number: +12025550100\n  label: *l\n",
    "a variable": "- phone_number: +12025550100\n  outbound_config: {user: '${PATH}'}\n",
}


def test_entries_of_any_style_are_read_without_nodes(subtests: pytest.Subtests) -> None:
    """Except entries with an anchor."""
    for entry, head in product(
        ENTRY.values(), ["", "version: 1\nnumbers:\n", "---\ndefaults: {}\nnumbers:\n"]
    ):
        with subtests.test(entry=entry, head=head):
            text = head + "- {phone_number: +12025550199, label: &l Sales}\n" + entry * 2
            assert directly(text) == directly(text.replace("\n", "\r\n")) == [False, True, True]


def test_entries_with_the_same_layout_share_their_marks() -> None:
    reader = EntryReader("f.yaml", FORM, [])
    text = three("label: {word}\n")
    entries = parsed(text, reader)
    assert entries[0].marks == {"phone_number": (0, 5), "label": (1, 5)}
    assert entries[0].marks is entries[1].marks is entries[2].marks


def test_the_number_of_cached_layouts_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("driftcheck.declared.direct.MAX_LAYOUTS", 2)
    assert MAX_LAYOUTS > 2
    reader = EntryReader("f.yaml", FORM, [])
    text = "".join(f"- {{label: {'x' * n}, phone_number: +1202555010{n}}}\n" for n in range(1, 5))
    entries = parsed(text, reader)
    assert [entry.marks["phone_number"] for entry in entries] == [
        (0, column) for column in (14, 15, 16, 17)
    ]
    assert len(reader.direct.layouts) == 2
