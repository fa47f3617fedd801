"""Which fields `unevaluatedProperties` and `unevaluatedItems` really refuse.

If a branch fails, nothing that it looked at counts as evaluated, so each of its fields is refused
in addition to the cause. Such a shadow is left out; a field that no failed branch would have
evaluated is kept.
"""

from collections.abc import Iterator, Sequence

from driftcheck.validation.engine import Compiled, Error, Unit
from driftcheck.words import JSON, pointer, steps

_REST = ("additionalProperties", "items", "unevaluatedItems", "unevaluatedProperties")


class Trace:
    """How a schema evaluated a value: the output units of JSON Schema, and the errors.

    The engine has no units for a `true` that accepts the rest, so the schema itself is checked.
    """

    def __init__(self, compiled: Compiled, value: JSON, errors: Sequence[Error]) -> None:
        self.compiled = compiled
        self.errors = errors
        self.looks: dict[str, list[Unit]] = {}
        for unit in compiled.units(value):
            self.looks.setdefault(unit["instanceLocation"], []).append(unit)

    def unevaluated(self, error: Error) -> Iterator[str | int]:
        """Yield the names or indexes that an error of these keywords is about, without shadows."""
        here, keyword = pointer(error.instance_path), pointer(error.evaluation_path)
        reported = [pointer(e.evaluation_path) for e in self.errors if e is not error]
        failed = {u["evaluationPath"] for u in self.looks[here] if not u["valid"]}
        parent = keyword.rpartition("/")[0]
        everywhere = list(self._everywhere(here))
        inside = error.instance
        for step in range(len(inside)) if isinstance(inside, list) else inside:
            looks = self.looks.get(f"{here}{pointer([step])}", [])
            refused = any(u["evaluationPath"] == keyword and not u["valid"] for u in looks)
            if refused and not any(
                _is_shadow(u, parent, keyword, failed, reported) for u in (*everywhere, *looks)
            ):
                yield step

    def _everywhere(self, here: str) -> Iterator[Unit]:
        """Yield the units of failed branches that cover all remaining fields."""
        for unit in self.looks[here]:
            schema = self.compiled.at(steps(unit["schemaLocation"]))
            if not unit["valid"] and isinstance(schema, dict):
                rest = [name for name in _REST if schema.get(name) is True]
                for name in rest:
                    yield {"evaluationPath": f"{unit['evaluationPath']}/{name}", "valid": True}


def _is_shadow(
    unit: Unit, parent: str, keyword: str, failed: set[str], reported: Sequence[str]
) -> bool:
    """Whether a unit would have evaluated a field if a reported branch had not failed.

    A branch that fails silently, such as an `if`, or one of `anyOf` when another one holds, is not
    a cause.
    """
    path = unit["evaluationPath"]
    if not path.startswith(f"{parent}/") or _is_below(path, keyword):
        return False
    if path.endswith("/contains") and not unit["valid"]:
        return False  # it looks at every item and evaluates those that match
    down = path[len(parent) :].split("/")[1:]
    above = [f"{parent}/{'/'.join(down[:length])}" for length in range(1, len(down))]
    failing = [prefix for prefix in above if prefix in failed]
    return bool(failing) and all(_is_reported(prefix, reported) for prefix in failing)


def _is_reported(branch: str, reported: Sequence[str]) -> bool:
    """Whether an error is in a branch, or is that of the alternatives with this branch."""
    return any(
        _is_below(path, branch) or (_is_below(branch, path) and path.endswith(("/anyOf", "/oneOf")))
        for path in reported
    )


def _is_below(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}/")
