"""The Markdown reference of rules renders text of packs literally."""

import json
from pathlib import Path

import pytest
import yaml

from driftcheck import document, policy
from driftcheck.document import Document
from driftcheck.document.source import InputFile
from driftcheck.policy import reference
from driftcheck.system import published
from driftcheck.validation import entry_shape
from tests.support import fresh

ENTRY = entry_shape(published("number"))


def markdown(
    folder: Path, description: str = "", params: str = "", given: str = "", severity: str = "low"
) -> list[str]:
    """Return the lines of the reference for a pack with one rule."""
    demand = "require: {label: '${p}'}" if params else "require: {inbound: true}"
    words = f"title: T, description: {json.dumps(description)}, tags: [t]"
    path = folder / "p.yaml"
    path.write_text(
        f"version: 1\nname: p\nparams: {{{params}}}\nrules:\n"
        f"- {{id: r, severity: low, {words}, {demand}}}\n",
        encoding="utf-8",
    )
    node = document.parse(given, "c.yaml").root if given else None
    file = InputFile(path, "p.yaml", Document("c.yaml", node) if node else None)
    text = reference.rules_page(policy.load([file], ENTRY, ()), lambda _: severity)
    return text.splitlines()


def test_text_is_rendered_literally(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for text, shown in [
        ("`code`", r"\`code\`"),
        ("```", r"\`\`\`"),
        ("~~~ x", r"\~\~\~ x"),
        ("- item", r"\- item"),
        ("+ item", r"\+ item"),
        ("===", r"\==="),
        ("1. item", r"1\. item"),
        ("12) item", r"12\) item"),
        ("1.5 and a - b + c = d", r"1\.5 and a - b + c = d"),
        ("# head", r"\# head"),
        ("&lt;b&gt; <b>", r"\&lt;b\&gt; \<b\>"),
        ("[a](b) | *c* \\", r"\[a\](b) \| \*c\* \\"),
        ("a\x1b[31m\x00\x9fb", "a\ufffd\\[31m\ufffd\ufffdb"),
        ("a\u202eb\u2066c\u200fd\ufeffe", "a\ufffdb\ufffdc\ufffdd\ufffde"),
        ("a\n\n# b\r\tc\u2028d", r"a \# b c d"),
    ]:
        with subtests.test(text=text, shown=shown):
            folder = fresh(tmp_path)
            lines = markdown(folder, description=text)
            after = lines.index("**T** · low · t") + 2
            assert lines[after:] == [shown]


@pytest.mark.parametrize("severity", ["critical", "off"])
def test_severities_are_the_configured_ones(tmp_path: Path, severity: str) -> None:
    lines = markdown(tmp_path, severity=severity)
    assert f"| [r](#r) | {severity} | T |" in lines
    assert f"**T** · {severity} · t" in lines


PARAMS = "p: {type: string, default: a, description: Which.}"


@pytest.mark.parametrize(
    ("given", "head", "value"),
    [
        ("", "default", '"a"'),
        ("{p: a}", "default", '"a"'),
        ("{p: b}", "value", '"b"'),
        ("{p: 'x|`~'}", "value", r'"x\|\`\~"'),
        ("{p: é}", "value", '"é"'),
        (r"{p: '\d+'}", "value", r"'\\d+'"),
    ],
)
def test_parameters_are_listed_with_their_values(
    tmp_path: Path, given: str, head: str, value: str
) -> None:
    lines = markdown(tmp_path, params=PARAMS, given=given)
    start = lines.index(f"| parameter | {head} | meaning |")
    assert lines[start + 2] == f"| `p` | {value} | Which. |"


@pytest.mark.parametrize("value", ["a", r"^\d+$", 'a"b', "it's \\", "a\nb\\", "", ["a", r"\p{L}"]])
def test_a_shown_parameter_can_be_copied_into_yaml(value: object, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(
        f"version: 1\nname: p\nparams: {{p: {{default: {json.dumps(value)}}}}}\n"
        "rules:\n- {id: r, severity: low, title: T, require: {label: '${p}'}}\n",
        encoding="utf-8",
    )
    (pack,) = policy.load([InputFile(path, "p.yaml", None)], ENTRY, ())
    assert yaml.safe_load(pack.shown_text("p")) == value
