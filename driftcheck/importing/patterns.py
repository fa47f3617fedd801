"""The patterns of `.gitignore`, as defined in gitignore(5)."""

import contextlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_PARTS = re.compile(r"\*\*/|\*+|\?|\\.|\[[!^]?\]?[^\]]*\]|.", re.DOTALL)


class IgnoreRule(NamedTuple):
    """A line of a `.gitignore` in `folder`. `keeps` means that it starts with `!`.

    `of_folders` means that it matches folders only.
    """

    folder: Path
    pattern: re.Pattern[str]
    keeps: bool
    of_folders: bool


def read_rules(folder: Path, text: str) -> Iterator[IgnoreRule]:
    """Yield the rules of a file in a folder, in order."""
    for line in text.removeprefix("\ufeff").splitlines():
        bare = re.sub(r"(?<!\\) +$", "", line)
        if not bare or bare.startswith("#"):
            continue
        keeps = bare.startswith("!")
        bare = bare.removeprefix("!")
        name = bare.rstrip("/")
        # A pattern without a slash matches at any depth.
        anywhere = "" if "/" in name else "(?:.*/)?"
        found = "".join(map(_expression, _PARTS.findall(name.removeprefix("/"))))
        with contextlib.suppress(re.error):  # such as a range from z to a, which matches nothing
            pattern = re.compile(anywhere + found, re.DOTALL)
            yield IgnoreRule(folder, pattern, keeps, bare.endswith("/"))


def _expression(part: str) -> str:
    """Return a part of a pattern as a regular expression."""
    if part == "**/":
        return "(?:.*/)?"
    if part.startswith("*"):
        return "[^/]*" if part == "*" else ".*"
    if part == "?":
        return "[^/]"
    if part.startswith("[") and len(part) > 2:
        inner = part[1:-1].replace("\\", r"\\").replace("[", r"\[")
        return f"[{'^' + inner[1:] if inner[0] in '!^' else inner}]"
    return re.escape(part.removeprefix("\\") or part)


def is_ignored(path: Path, root: Path, rules: Sequence[IgnoreRule]) -> bool:
    """Return whether git ignores a file. Rules with `!` do not apply in ignored folders."""
    above = [one for one in reversed(path.parents) if one.is_relative_to(root) and one != root]
    return any(_matches(one, rules, is_folder=True) for one in above) or _matches(path, rules)


def _matches(path: Path, rules: Sequence[IgnoreRule], *, is_folder: bool = False) -> bool:
    for rule in reversed(rules):  # the last one decides
        if rule.folder not in path.parents or (rule.of_folders and not is_folder):
            continue
        if rule.pattern.fullmatch(path.relative_to(rule.folder).as_posix()):
            return not rule.keeps
    return False
