"""`.gitignore`: what holds secrets, or is a database, must not be committed by accident."""

import contextlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from driftcheck.model import InputError, Problem
from driftcheck.output import File
from driftcheck.system import display_path, read_file

_FILE = ".gitignore"
_PARTS = re.compile(r"\*\*/|\*+|\?|\\.|\[[!^]?\]?[^\]]*\]|.", re.DOTALL)
_SPECIAL = re.compile(r"([\\\[?]|^[#!]| +$)")


def ignoring(folder: Path, names: Sequence[str], *, always: bool = False) -> File | None:
    """The `.gitignore` to be written, so that git ignores some names in a folder.

    A name may be a glob, such as `*.db`. The lines go to the nearest file that is there, up to the
    root of the repository, else to a new one in the folder. None where the folder is in no
    repository, unless it `always` is taken for one, as it may become one; and where git ignores all
    of the names already. Raises InputError where a file cannot be
    read.

    Git itself is not asked: the configuration of a repository can make it run anything. So
    patterns outside the repository are not known.
    """
    here = Path(os.path.realpath(folder))
    root = next((one for one in (here, *here.parents) if os.path.lexists(one / ".git")), None)
    if root is None and not always:
        return None
    root = root or here
    within = [one for one in (here, *here.parents) if one.is_relative_to(root)]
    texts = {one: _read(one / _FILE) for one in within if os.path.isfile(one / _FILE)}
    rules = [rule for one in reversed(texts) for rule in _rules(one, texts[one])]
    exclude = root / ".git" / "info" / "exclude"
    if os.path.isfile(exclude):
        rules[:0] = _rules(root, _read(exclude))
    left = [name for name in dict.fromkeys(names) if not _is_ignored(here / name, root, rules)]
    home = next(iter(texts), here)
    lines = [_line((here / name).relative_to(home).as_posix()) for name in left]
    return File(home / _FILE, _extended(texts.get(home, ""), lines)) if lines else None


class _Rule(NamedTuple):
    """A line of a file: what it matches below the folder of the file; `keeps` if it begins with !.

    `of_folders` says that it matches folders only.
    """

    folder: Path
    pattern: re.Pattern[str]
    keeps: bool
    of_folders: bool


def _rules(folder: Path, text: str) -> Iterator[_Rule]:
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
        with contextlib.suppress(re.error):  # a range from z to a, which matches nothing
            pattern = re.compile(anywhere + found, re.DOTALL)
            yield _Rule(folder, pattern, keeps, bare.endswith("/"))


def _expression(part: str) -> str:
    """A part of a pattern as a regular expression."""
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


def _is_ignored(path: Path, root: Path, rules: Sequence[_Rule]) -> bool:
    """Whether git ignores a file of a repository; what is in an ignored folder cannot be kept."""
    above = [one for one in reversed(path.parents) if one.is_relative_to(root) and one != root]
    return any(_matches(one, rules, is_folder=True) for one in above) or _matches(path, rules)


def _matches(path: Path, rules: Sequence[_Rule], *, is_folder: bool = False) -> bool:
    for rule in reversed(rules):  # the last one decides
        if not path.is_relative_to(rule.folder) or (rule.of_folders and not is_folder):
            continue
        if rule.pattern.fullmatch(path.relative_to(rule.folder).as_posix()):
            return not rule.keeps
    return False


def _line(name: str) -> str:
    """The pattern of a name, in which only `*` stands for anything else."""
    return _SPECIAL.sub(r"\\\1", name.replace("\n", "?"))


def _extended(text: str, lines: Sequence[str]) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    before = text + (end if text and not text.endswith("\n") else "")
    return before + "".join(f"{line}{end}" for line in lines)


def _read(path: Path) -> str:
    """The text of a file as it is, for it may be written again."""
    try:
        return read_file(path).decode()
    except (OSError, UnicodeDecodeError) as error:
        hint = "Make it readable, as UTF-8 text."
        raise InputError(Problem(f'cannot read "{display_path(path)}"', None, hint)) from error
