"""A reference of rules in Markdown: what each requires, why, and what to do."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from driftcheck.policy.load import Pack
from driftcheck.policy.rule import Rule

Label = Callable[[Rule], str]
"""Returns the configured severity of a rule."""

_ACTIVE = re.compile(r"([\\`*\[\]<>|#&~])")
_LEADING = re.compile(r"^(\d+)?([-+=.)])")
_HIDDEN = ("C", "Zl", "Zp")  # control and format characters, such as bidi marks; line separators


def rules_page(packs: Iterable[Pack], label: Label) -> str:
    """Return the rules of packs, with a table of each pack's parameters."""
    lines = ["# Rules", ""]
    for pack in packs:
        lines.extend(_pack(pack, label))
    return "\n".join(lines).rstrip() + "\n"


def _pack(pack: Pack, label: Label) -> Iterator[str]:
    yield from (f"## {_plain(pack.file.name)}", "")
    if pack.description:
        yield from (_plain(pack.description), "")
    if pack.parameters:
        yield from _parameters(pack)
    yield from ("| rule | severity | title |", "|---|---|---|")
    for rule in pack.rules:
        yield f"| [{rule.id}](#{rule.id}) | {label(rule)} | {_plain(rule.title)} |"
    yield ""
    for rule in pack.rules:
        yield from _rule(rule, label(rule))


def _parameters(pack: Pack) -> Iterator[str]:
    as_given = any(pack.values[name] != p.default for name, p in pack.parameters.items())
    yield from (f"| parameter | {'value' if as_given else 'default'} | meaning |", "|---|---|---|")
    for name, parameter in pack.parameters.items():
        value = _plain(pack.shown_text(name))
        yield f"| `{name}` | {value} | {_plain(parameter.description)} |"
    yield ""


def _rule(rule: Rule, severity: str) -> Iterator[str]:
    yield from (f"### {rule.id}", "")
    tags = f" · {_plain(', '.join(rule.tags))}" if rule.tags else ""
    yield from (f"**{_plain(rule.title)}** · {severity}{tags}", "")
    if rule.description:
        yield from (_plain(rule.description), "")
    if rule.remedy:
        yield from (f"What to do: {_plain(rule.remedy)}", "")


def _plain(text: str) -> str:
    """Return text on one line that Markdown renders literally."""
    line = "".join(map(_visible, " ".join(text.split())))
    line = _ACTIVE.sub(r"\\\1", line)
    return _LEADING.sub(r"\1\\\2", line)


def _visible(character: str) -> str:
    return "\ufffd" if unicodedata.category(character).startswith(_HIDDEN) else character
