"""Values read directly from events equal those read into nodes."""

from hypothesis import example, given
from hypothesis import strategies as st

from tests.direct_support import entries
from tests.effort import tried

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
"""Values in usual and in wrong forms."""
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
    """Return the lines of an entry, with a %s for each value."""
    names = draw(st.permutations(NAMES))[: draw(st.integers(1, 4))]
    quote = draw(st.sampled_from(["", "", "'", '"']))
    if draw(st.integers(0, 3)) == 0:
        return [f"{{{', '.join(f'{name}: {quote}%s{quote}' for name in names)}}}"]
    return [f"{name}: {quote}%s{quote}" for name in names] + draw(st.sampled_from(REST))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return documents with entries of a few forms, most of them valid."""
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


@tried(3)
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
@example("numbers: &n [x]\nx: *n\n")
@example("numbers: [{a: b}]\nnumbers: [{a: c}]\n")
@example("- a: &x {b: c}\n- a: *x\n")
@example("- &x {a: b}\n- *x\n")
@example("- !x {a: b}\n")
@example("- {a: !x b}\n- {!x a: b}\n- {a: ! b}\n- a: !x [b]\n")
@example("- {? a : b}\n- {?a: b}\n- {[a]: b}\n")
@example("- {a: NULL, b: ~}\n")
@example("- " + "{a: " * 30 + "b" + "}" * 30 + "\n")
@example("- a: 'x\n   y'\n- a: 'x\n  y'\n")
@example('- a: "\\ud83d"\n')
@example("- a: \\ud83d\\ude00\n  \\ud83d\\ude00: b\n")
def test_direct_texts_equal_texts_read_into_nodes(text: str) -> None:
    assert entries(text, directly=True) == entries(text, directly=False)
