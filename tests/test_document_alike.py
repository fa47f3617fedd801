"""Entries that are written alike are what each would be, had it been read for itself."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from driftcheck import document
from driftcheck.document import Alike, Mapping, Scalar, alike
from tests.alike_support import entries

PLAIN = """
Sales null true no 6036 +12025550100 a-b x/y (EMEA) 1e3 Straße 東京 😀 ~ - & * | ' " , : a:b a}
a] 'q' "q" 'it''s' "\\n" << --- ... [a,b] R&D 50% a=b a! #c !t >- @a { ] ${X} 2001:db8::1
""".split()
SPACED = ["", "Support line 7", "a # c", "a #c", "a: b", "a, b", "'a b'", "'a ", "a ", " a", "a  b"]
SPACED += ["- a", "? a", "[a, b]", "{a: b}", "&x a", "*x", "a\n      b", "'a\n  b'", "a\tb"]
WORDS = st.one_of(
    *[st.sampled_from(["Sales", "Support line 7", "+12025550100", "true"])] * 4,
    st.sampled_from(PLAIN + SPACED),
    st.text(st.sampled_from("ab1 -+/.:#,'\"{}[]&*!|>%@`?\\_()\t;=~^é東😀\x85\u2028"), max_size=6),
)
"""Values as people write them, and as they should not."""
NAMES = ["phone_number", "label", "inbound", "provider"]
REST = [
    [],
    ["associated_pipeline: {pipeline_id: %s, pipeline_name: %s}"],
    ["associated_pipeline:", "  pipeline_id: %s", "  pipeline_name: '%s'"],
    ["note: |+", "  a: %s", "  b", ""],
    ["addresses:", "  - %s", "  - a: %s"],
    ["# was: %s"],
    ["first: &a %s", "second: *a"],
    ["long: %s", "  and more: %s"],
    ["label: again"],
    ['"quoted": %s'],
]


@st.composite
def forms(draw: st.DrawFn) -> list[str]:
    """The lines of an entry, a %s in the place of each value."""
    names = draw(st.permutations(NAMES))[: draw(st.integers(1, 4))]
    quote = draw(st.sampled_from(["", "", "'", '"']))
    if draw(st.integers(0, 3)) == 0:
        return [f"{{{', '.join(f'{name}: {quote}%s{quote}' for name in names)}}}"]
    return [f"{name}: {quote}%s{quote}" for name in names] + draw(st.sampled_from(REST))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Documents that list entries of a few forms, most of them well written."""
    known = draw(st.lists(forms(), min_size=1, max_size=2))
    indent = draw(st.sampled_from(["", "  ", "  ", "    "]))
    heads = ["numbers:\n", "version: 1\nnumbers: \n# c\n\n", "", "---\n", "x: |\n numbers:\n"]
    text = draw(st.sampled_from(heads))
    for form in draw(st.lists(st.sampled_from(known), min_size=3, max_size=8)):
        for place, line in enumerate(form):
            while "%s" in line:
                line = line.replace("%s", draw(WORDS), 1)  # noqa: PLW2901
            text += f"{indent}{'  ' if place else '- '}{line}\n"
        text += draw(st.sampled_from(["", "", "", "\n", "# c\n", f"{indent} # c\n"]))
    text += draw(st.sampled_from(["", "", "", "defaults: {a: x}\n", "...\n", "other:\n- a: b\n"]))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text)))
        sign = draw(st.sampled_from(["\n", " ", "'", '"', "#", "&a ", "- ", "\n  - ", "\r"]))
        text = text[:at] + sign + text[at:]
    return draw(st.sampled_from([text, text, text.replace("\n", "\r\n"), text.rstrip("\n")]))


@pytest.fixture(autouse=True)
def from_the_first_sign_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short texts too are read by their forms, which would not pay."""
    monkeypatch.setattr(alike, "WORTHWHILE", 0)


@settings(max_examples=400, deadline=None)
@given(texts())
@example("numbers:\n" + "  - a: x\n" * 3 + "  - a: 'x\n  - a: y'\n  - a: x\n")
@example("numbers:\n" + "  - a: x\n" * 3 + "other:\n" + "  - a: y\n" * 3)
@example("numbers:\n" + "  - a: x\n...\n" * 3)
@example("numbers:\n" + "  - a: x\n" * 3 + "...\n  - a: z\n")
@example("numbers:\n  - b: &x {a: 1x}\n  - b: &x {a: 2x}\n  - b: &x {a: 3x}\n  - d: *x\n")
@example("numbers:\n  - a: |+\n      b\n  - a: x\n  - a: y\n  - a: |+\n      b\n")
@example("numbers:\n" + "  - {a: x, b: y}\n" * 3 + "  - 0\n")
@example("numbers:\n- a: x\n- a: y\n- a: z \n")
@example("numbers:\n" + "  - a: x\n    a: y\n" * 3)
@example("numbers:\n" + "  - b: \\ud83d\\ude00\n    a: x\n" * 3)
@example("numbers:\n" + "  - a: x\n    <<: y\n" * 3)
@example("numbers:\n" + "  - a: 'x\n" * 3)
@example("numbers:\n" + "  - - a: x\n" * 3)
@example("numbers:\n" + "  - a: x\r    b: y\n" * 3)
def test_entries_are_what_libyaml_reads_one_by_one(text: str) -> None:
    assert entries(text, by_form=True) == entries(text, by_form=False)


def known(text: str) -> list[Alike]:
    """The entries of a text that were read by their form."""
    _, found = document.parse_list(text, "f.yaml", "numbers")
    return [entry for entry in found if isinstance(entry, Alike)]


@pytest.mark.parametrize(
    "entry",
    [
        "  - phone_number: +1202555010%d\n    label: Support line %d\n",
        "- phone_number: '+1202555010%d'\n  label: \"Support (%d)\"\n",
        "  - {phone_number: +1202555010%d, label: Sales %d}\n",
        "  - label: a\n    associated_pipeline: {pipeline_id: p%d, pipeline_name: x%d}\n",
        "  - associated_pipeline:\n      pipeline_id: p%d\n    label: x%d\n",
    ],
)
def test_the_styles_that_programs_write_are_known(entry: str) -> None:
    text = "numbers:\n" + "".join(entry % (index, index) for index in range(9))
    assert known(text.replace("\n", "\r\n"))
    lines = entry.count("\n")
    assert [entry.line for entry in known(text)] == [2 + index * lines for index in range(1, 9)]
    assert len({entry.form for entry in known(text)}) == 1


def test_a_form_is_learnt_when_it_is_met_again() -> None:
    text = "numbers:\n  - a: x\n  - b: x\n  - a: y\n  - b: y\n"
    assert [(entry.line, entry.values) for entry in known(text)] == [(4, ("y",)), (5, ("y",))]


def test_what_is_in_doubt_is_left_to_libyaml_in_its_place() -> None:
    text = "numbers:\n  - a: x\n  - a: y\n  - a: 'it''s'\n  - a: z\n"
    found = list(document.parse_list(text, "f.yaml", "numbers")[1])
    assert [type(entry) for entry in found] == [Mapping, Alike, Mapping, Alike]
    assert found[2] == Mapping({"a": Scalar("it's", False, 4, 8)}, {"a": (4, 5)}, 4, 5)


def test_only_so_many_forms_are_learnt() -> None:
    many = alike.MAX_FORMS + 5
    twice = [index for index in range(many) for _ in range(2)]
    text = "numbers:\n" + "".join(f"  - a{index}: x\n" for index in twice)
    assert len(known(text)) == alike.MAX_FORMS
    assert entries(text, by_form=True) == entries(text, by_form=False)


def test_a_short_text_is_not_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "numbers:\n  - a: x\n  - a: y\n"
    assert known(text)
    monkeypatch.setattr(alike, "WORTHWHILE", len(text) + 1)
    assert not known(text)


def test_a_list_that_is_not_what_was_cut_is_refused() -> None:
    cut = alike.cut("numbers:\n" + "  - a: x\n" * 3, "numbers")
    assert cut is not None
    assert cut.entries(document.parse("- a: x\n\n- 0\n", "f.yaml").root) is not None
    assert cut.entries(document.parse("- a: x\n- 0\n", "f.yaml").root) is None
    assert cut.entries(None) is None
