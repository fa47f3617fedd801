"""A reference of rules, as Markdown: what each demands, why, and what to do."""

import json
import re
from collections.abc import Iterable, Iterator

from driftcheck.policy.load import Pack
from driftcheck.policy.rule import Rule

_ACTIVE = re.compile(r"([\\*\[\]<>|#])")


def markdown(packs: Iterable[Pack]) -> str:
    """The rules of packs, with a table of each pack's parameters."""
    lines = ["# Rules", ""]
    for pack in packs:
        lines.extend(_pack(pack))
    return "\n".join(lines).rstrip() + "\n"


def _pack(pack: Pack) -> Iterator[str]:
    yield from (f"## {_plain(pack.file.name)}", "")
    if pack.description:
        yield from (_plain(pack.description), "")
    if pack.parameters:
        yield from ("| parameter | default | meaning |", "|---|---|---|")
        for name, parameter in pack.parameters.items():
            default = json.dumps(parameter.default, ensure_ascii=False).replace("|", "\\|")
            yield f"| `{name}` | `{default}` | {_plain(parameter.description)} |"
        yield ""
    yield from ("| rule | severity | title |", "|---|---|---|")
    for rule in pack.rules:
        yield f"| [{rule.id}](#{rule.id}) | {rule.severity.label} | {_plain(rule.title)} |"
    yield ""
    for rule in pack.rules:
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield from (f"### {rule.id}", "")
    tags = f" · {_plain(', '.join(rule.tags))}" if rule.tags else ""
    yield from (f"**{_plain(rule.title)}** · {rule.severity.label}{tags}", "")
    if rule.description:
        yield from (_plain(rule.description), "")
    if rule.remedy:
        yield from (f"What to do: {_plain(rule.remedy)}", "")


def _plain(text: str) -> str:
    return _ACTIVE.sub(r"\\\1", " ".join(text.split()))
