"""Write values on one line: in given quotes, in flow style, or as JSON."""

import json
import re

from driftcheck.draft.stated import Tree

_ESCAPED = re.compile(r'\\[^"\\]')


def restyled(token: str, style: str | None) -> str:
    """Return a text in the quote style of another, if that style can hold it."""
    if token.startswith(("${", '"${')) or style not in ("'", '"'):
        return token
    if style == '"':
        return token if token.startswith('"') else f'"{token}"'
    if _ESCAPED.search(token):
        return token
    plain = re.sub(r'\\(["\\])', r"\1", token[1:-1]) if token.startswith('"') else token
    return "'" + plain.replace("'", "''") + "'"


def flow_text(tree: Tree, *, quoted: bool) -> str:
    """Return a value in flow style on one line, or as JSON if everything must be quoted."""
    if isinstance(tree, dict):
        parts = (
            f"{as_json(name) if quoted else name}: {flow_text(part, quoted=quoted)}"
            for name, part in tree.items()
        )
        return "{" + ", ".join(parts) + "}"
    if isinstance(tree, list):
        return f"[{', '.join(flow_text(item, quoted=quoted) for item in tree)}]"
    if quoted:
        return as_json(tree)
    return f'"{tree}"' if tree.startswith("${") else tree


def as_json(token: str) -> str:
    """Return a scalar as JSON."""
    if not token.startswith('"'):
        try:
            json.loads(token)
        except ValueError:
            return f'"{token}"'
        return token
    token = re.sub(r"\\x([0-9a-f]{2})", r"\\u00\1", token).replace(r"\0", r"\u0000")
    return re.sub(
        r"\\U([0-9a-f]{8})", lambda found: json.dumps(chr(int(found[1], 16)))[1:-1], token
    )
