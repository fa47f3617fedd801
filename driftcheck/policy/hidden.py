"""Values in a pack that stand where a secret does: whoever shows the pack must not show them."""

from collections.abc import Iterator

from driftcheck import document
from driftcheck.document import Node, Scalar
from driftcheck.validation import redact

_BEFORE_KEYS = " -?"
"""What stands before the first key or value of a line that is of no value above it."""
_STRUCTURE = frozenset({"properties", "items"})
"""Steps of a JSON Schema that are no steps of a number."""


def scalars(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[Scalar, bool]]:
    """Every value below a node, in its order, and whether it stands where a secret does."""
    if isinstance(node, Scalar):
        yield node, redact(node.text, path) != node.text
    elif isinstance(node, document.SequenceNode):
        for item in node.items:
            yield from scalars(item, path)
    else:
        for name, child in node.fields.items():
            yield from scalars(child, (*path, *_steps(name, path)))


def _steps(name: str, path: tuple[str, ...]) -> list[str]:
    """The steps of a number that a key stands for; `pass` is what a test expects."""
    if path[-1:] == ("tests",):
        return ["test"]
    return [step for step in name.split(".") if step not in _STRUCTURE]


def positions(node: Node) -> Iterator[tuple[int, int]]:
    """Where keys and values below a node begin, as (line, column)."""
    yield node.line, node.column
    if isinstance(node, document.SequenceNode):
        for item in node.items:
            yield from positions(item)
    elif isinstance(node, document.MappingNode):
        yield from node.keys.values()
        for child in node.fields.values():
            yield from positions(child)


def hide_secrets(lines: list[str], root: Node) -> list[str]:
    """The lines of a file without the secrets in them, each cut off where it begins.

    What goes on over several lines is hidden up to the next key or value. The number of lines
    stays.
    """
    found = {(value.line, value.column) for value, hidden in scalars(root) if hidden}
    starts = sorted({*positions(root), (len(lines) + 1, 1)})
    shown = list(lines)
    # From the end, so that the columns before a cut stay right.
    for line, column in sorted(found, reverse=True):
        after = next(start for start in starts if start > (line, column) and start[0] > line)
        shown[line - 1] = f"{lines[line - 1][: column - 1]}(sensitive)"
        shown[line : after[0] - 1] = [""] * (after[0] - 1 - line)
        if after[0] <= len(lines) and lines[after[0] - 1][: after[1] - 1].strip(_BEFORE_KEYS):
            shown[after[0] - 1] = f"(sensitive){shown[after[0] - 1][after[1] - 1 :]}"
    return shown
