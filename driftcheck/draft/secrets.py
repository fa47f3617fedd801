"""The secrets of a live list: variables in their place, and what the variables are to be set to."""

import re
from collections.abc import Mapping, Sequence

from driftcheck.document import Path_, variables_in

_NOT_NAME = re.compile(r"[^A-Z0-9]+")


class UnsayableError(ValueError):
    """A value that no declaration can hold; the argument reads after the name of its field."""


class Secrets:
    """Gives each secret a variable: named by its field, `_2` and so on behind it, equal ones one.

    `prefix` stands before every name; `known` are variables that are in use, with their values:
    None where nobody knows it.
    """

    def __init__(self, prefix: str = "", known: Mapping[str, str | None] | None = None) -> None:
        self.prefix = _name(prefix)
        self.known = dict(known or {})
        self.values: dict[str, str] = {}
        self._names: dict[tuple[str, str], str] = {}

    def variable(self, path: Path_, secret: str) -> str:
        """The variable, as `${NAME}`, of a secret at a path.

        Raises UnsayableError where no variable can hold it.
        """
        if "\0" in secret or not _is_text(secret):
            raise UnsayableError("is secret, and contains a character that a variable cannot hold")
        base = self._base(path)
        if (base, secret) not in self._names:
            self._names[base, secret] = self._free(base, secret)
        name = self._names[base, secret]
        self.values[name] = secret
        return f"${{{name}}}"

    def named_in(self, tree: object) -> set[str]:
        """The variables of secrets in what is written of a value."""
        return self.values.keys() & set(variables_in(str(tree), dollars=False))

    def _base(self, path: Path_) -> str:
        steps = [str(step) for step in path]
        steps = steps if len(steps) > 1 else ["number", *steps]  # a name of its own, never PATH
        named = _name("_".join(filter(None, [self.prefix, *steps])))
        return f"_{named}" if named[:1].isdigit() else named or "SECRET"

    def _free(self, base: str, secret: str) -> str:
        """The first name that is not taken by another secret."""
        count = 1
        while True:
            name = base if count == 1 else f"{base}_{count}"
            # A variable whose value nobody knows is never taken: None equals no secret.
            if name not in self.values and self.known.get(name, secret) == secret:
                return name
            count += 1


def prefix_of(account: str, accounts: Sequence[str]) -> str:
    """What stands before the variables of an account, and before those of no other one."""
    named: dict[str, str] = {}
    for name in accounts:
        count, prefix = 1, _name(name)
        while prefix in named.values():
            count += 1
            prefix = f"{_name(name)}_{count}"
        named[name] = prefix
    return named[account]


def env_text(values: Mapping[str, str]) -> str:
    """Lines that set variables in a shell, which reads nothing in them but text."""
    return "".join(f"{name}={_quote(value)}\n" for name, value in values.items())


def _quote(value: str) -> str:
    return "'" + value.replace("'", "'\\''") + "'"


def _name(text: str) -> str:
    return _NOT_NAME.sub("_", text.upper()).strip("_")


def _is_text(secret: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in secret)
