"""What `unevaluatedProperties` and `unevaluatedItems` refuse, and what only seems so.

Where a branch fails, nothing that it has looked at counts as evaluated: each of its fields would be
refused as well, beside the cause. Such a shadow is left out; a field that no failed branch would
have evaluated is not.
"""

from collections.abc import Iterator, Sequence

from driftcheck.validation.engine import Compiled, Error, Unit
from driftcheck.words import JSON, pointer, steps

_REST = ("additionalProperties", "items", "unevaluatedItems", "unevaluatedProperties")


class Trace:
    """How a value was evaluated by a schema, by the units of output of JSON Schema, and its errors.

    The engine has no units for a `true` that takes all that is left, so the schema is asked.
    """

    def __init__(self, compiled: Compiled, value: JSON, errors: Sequence[Error]) -> None:
        self.compiled = compiled
        self.errors = errors
        self.looks: dict[str, list[Unit]] = {}
        for unit in compiled.units(value):
            self.looks.setdefault(unit["instanceLocation"], []).append(unit)

    def unevaluated(self, error: Error) -> Iterator[str | int]:
        """The names or indexes that an error of these keywords is about, shadows left out."""
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
        """The looks at all that is left in a value, by branches that failed."""
        for unit in self.looks[here]:
            schema = self.compiled.at(steps(unit["schemaLocation"]))
            if not unit["valid"] and isinstance(schema, dict):
                rest = [name for name in _REST if schema.get(name) is True]
                for name in rest:
                    yield {"evaluationPath": f"{unit['evaluationPath']}/{name}", "valid": True}


def _is_shadow(
    unit: Unit, parent: str, keyword: str, failed: set[str], reported: Sequence[str]
) -> bool:
    """Whether a look at a field would have evaluated it, had branches not failed that are reported.

    A branch that failed in silence, such as an `if`, or one of `anyOf` where another one holds, is
    no cause of anything.
    """
    path = unit["evaluationPath"]
    if not path.startswith(f"{parent}/") or _is_below(path, keyword):
        return False
    if path.endswith("/contains") and not unit["valid"]:
        return False  # it looks at every item, and evaluates those that fit
    down = path[len(parent) :].split("/")[1:]
    above = [f"{parent}/{'/'.join(down[:length])}" for length in range(1, len(down))]
    failing = [prefix for prefix in above if prefix in failed]
    return bool(failing) and all(_is_reported(prefix, reported) for prefix in failing)


def _is_reported(branch: str, reported: Sequence[str]) -> bool:
    """Whether an error lies in a branch, or is that of the alternatives of which it is one."""
    return any(
        _is_below(path, branch) or (_is_below(branch, path) and path.endswith(("/anyOf", "/oneOf")))
        for path in reported
    )


def _is_below(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}/")
