"""Secret values in a pack, which must be hidden when the pack is shown."""

from collections.abc import Iterator

from driftcheck import document
from driftcheck.document import Node, Scalar
from driftcheck.validation import redact

_BEFORE_KEYS = " -?"
"""Characters that may precede the first key or value of a line."""
_STRUCTURE = frozenset({"properties", "items"})
"""Steps in a JSON Schema that are not fields of a number."""


def scalars(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[Scalar, bool]]:
    """Yield every value below a node in order, and whether it is in the place of a secret."""
    if isinstance(node, Scalar):
        yield node, redact(node.text, path) != node.text
    elif isinstance(node, document.SequenceNode):
        for item in node.items:
            yield from scalars(item, path)
    else:
        for name, child in node.fields.items():
            yield from scalars(child, (*path, *_steps(name, path)))


def _steps(name: str, path: tuple[str, ...]) -> list[str]:
    """Return the steps in a number that a key stands for; `pass` is the expectation of a test."""
    if path[-1:] == ("tests",):
        return ["test"]
    return [step for step in name.split(".") if step not in _STRUCTURE]


def positions(node: Node) -> Iterator[tuple[int, int]]:
    """Yield where keys and values below a node begin, as (line, column)."""
    yield node.line, node.column
    if isinstance(node, document.SequenceNode):
        for item in node.items:
            yield from positions(item)
    elif isinstance(node, document.MappingNode):
        yield from node.keys.values()
        for child in node.fields.values():
            yield from positions(child)


def hide_secrets(lines: list[str], root: Node) -> list[str]:
    """Return the lines of a file without its secrets, each cut off where a secret begins.

    A value over several lines is hidden up to the next key or value. The number of lines stays the
    same.
    """
    found = {(value.line, value.column) for value, hidden in scalars(root) if hidden}
    starts = sorted({*positions(root), (len(lines) + 1, 1)})
    shown = list(lines)
    # From the end, so that earlier columns stay valid.
    for line, column in sorted(found, reverse=True):
        after = next(start for start in starts if start > (line, column) and start[0] > line)
        shown[line - 1] = f"{lines[line - 1][: column - 1]}(sensitive)"
        shown[line : after[0] - 1] = [""] * (after[0] - 1 - line)
        if after[0] <= len(lines) and lines[after[0] - 1][: after[1] - 1].strip(_BEFORE_KEYS):
            shown[after[0] - 1] = f"(sensitive){shown[after[0] - 1][after[1] - 1 :]}"
    return shown
