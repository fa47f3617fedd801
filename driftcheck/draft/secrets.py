"""Replace the secrets of a live list by variables, and collect the values to set."""

import re
from collections.abc import Mapping, Sequence

from driftcheck.document import Path_, variables_in

_NOT_NAME = re.compile(r"[^A-Z0-9]+")


class UndeclarableError(ValueError):
    """A value that declarations cannot express. The message continues after the field's name."""


class Secrets:
    """Assigns a variable to each secret, named after its field, with `_2`, `_3`... if needed.

    Equal secrets of a field share a variable. `prefix` starts every name. `known` maps variables in
    use to their values, or to None if the value is unknown.
    """

    def __init__(self, prefix: str = "", known: Mapping[str, str | None] | None = None) -> None:
        self.prefix = _name(prefix)
        self.known = dict(known or {})
        self.values: dict[str, str] = {}
        self._names: dict[tuple[str, str], str] = {}

    def variable(self, path: Path_, secret: str) -> str:
        """Return `${NAME}` for a secret at a path.

        Raises UndeclarableError if a variable cannot hold the secret.
        """
        if "\0" in secret or not _is_text(secret):
            raise UndeclarableError(
                "is secret, and contains a character that a variable cannot hold"
            )
        base = self._base(path)
        if (base, secret) not in self._names:
            self._names[base, secret] = self._free(base, secret)
        name = self._names[base, secret]
        self.values[name] = secret
        return f"${{{name}}}"

    def named_in(self, tree: object) -> set[str]:
        """Return the variables of secrets used in the YAML of a value."""
        return self.values.keys() & set(variables_in(str(tree), dollars=False))

    def _base(self, path: Path_) -> str:
        steps = [str(step) for step in path]
        steps = steps if len(steps) > 1 else ["number", *steps]  # avoids names such as PATH
        named = _name("_".join(filter(None, [self.prefix, *steps])))
        return f"_{named}" if named[:1].isdigit() else named or "SECRET"

    def _free(self, base: str, secret: str) -> str:
        """Return the first name that is not taken by another secret."""
        count = 1
        while True:
            name = base if count == 1 else f"{base}_{count}"
            # Never reuse a variable of unknown value: None equals no secret.
            if name not in self.values and self.known.get(name, secret) == secret:
                return name
            count += 1


def prefix_of(account: str, accounts: Sequence[str]) -> str:
    """Return the variable prefix of an account, unique among all accounts."""
    named: dict[str, str] = {}
    for name in accounts:
        count, prefix = 1, _name(name)
        while prefix in named.values():
            count += 1
            prefix = f"{_name(name)}_{count}"
        named[name] = prefix
    return named[account]


def env_text(values: Mapping[str, str]) -> str:
    """Return shell lines that set variables, quoted so that the shell expands nothing."""
    return "".join(f"{name}={_quote(value)}\n" for name, value in values.items())


def _quote(value: str) -> str:
    return "'" + value.replace("'", "'\\''") + "'"


def _name(text: str) -> str:
    return _NOT_NAME.sub("_", text.upper()).strip("_")


def _is_text(secret: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in secret)
