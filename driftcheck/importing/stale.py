"""Find outdated files in the folder of an import: earlier imports, and the example of `init`."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from pathlib import Path

from driftcheck.importing.chosen import Chosen
from driftcheck.importing.existing import declared_in, is_example, text_of
from driftcheck.model import Problem
from driftcheck.system import display_path

_HEAD = re.compile(
    r"# (\d+) numbers? that (?:was|were) live.*, as written by driftcheck import\.\n"
    r"# The list came from .*\n"
    r"(?:# The pipeline is called .*\n)?"
    r"(?:# Secrets are not in this file: .*\n)?"
    r"version: 1\n"
)
"""The start of a file written by an import (`draft.Header`)."""
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_BY_HAND = re.compile(
    r"#|'|^\s*$|^\s*(?:- )?(?:metadata|ignore|state|phone_numbers):", re.MULTILINE
)


@dataclass
class Stale:
    """The files to remove, notes on files that stay, and problems that prevent writing."""

    gone: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def examples_beside(targets: Iterable[Path]) -> list[Path]:
    """Return the unedited examples of `init` in the folders of `targets`, except targets."""
    targets = list(targets)
    folders = dict.fromkeys(path.parent for path in targets)
    found = [folder / "example.yaml" for folder in folders]
    return [path for path in found if path not in targets and is_example(path)]


def find_stale(
    targets: Set[Path], new: Set[str], live: Set[str], chosen: Chosen, *, force: bool, whole: bool
) -> Stale:
    """Return the outdated files next to the `targets` of this import.

    `new` has the numbers written now. `whole` means that these are all `live` numbers that can be
    declared. A file is removed if an import wrote it, nobody edited it, and each of its numbers is
    either written elsewhere now or no longer live.
    """
    found = Stale()
    for path in _neighbours(targets, chosen):
        known = declared_in(path, chosen)
        if known is None or is_example(path):
            continue
        name, numbers = display_path(path), known.keys()
        twice, left = sorted(numbers & new), numbers & (live - new)
        is_ours = _is_as_written(text_of(path) or "", len(known), len(numbers - live))
        hint = "It was not written by an import, or was edited: move it away, or remove it."
        if is_ours and not left and (twice or whole):
            if force:
                found.gone.append(path)
                continue
            hint = "Replace the files of an earlier import with --force."
        elif is_ours and left:
            hint = "Import all of its numbers, or move it away."
        if twice:
            more = f" and {len(twice) - 1} more" if twice[1:] else ""
            message = f'"{name}" already declares {twice[0]}{more}'
            found.problems.append(Problem(message, None, hint))
        elif not is_ours and (missing := len(numbers - live)):
            count = f"numbers in it that are not live: {missing}"
            found.notes.append(f"{name} was kept because it was written by hand; {count}.")
    return found


def _neighbours(targets: Set[Path], chosen: Chosen) -> list[Path]:
    """Return the other YAML files in the folders of `targets` that a check would also read."""
    folders = {path.parent for path in targets}
    found = sorted(path for folder in folders for path in folder.glob("*.y*ml"))
    is_named = chosen.has_file and any(map(chosen.covers, targets))
    return [path for path in found if path not in targets and (not is_named or chosen.covers(path))]


def _is_as_written(text: str, count: int, missing: int) -> bool:
    """Return whether a file of `count` numbers looks unedited since an import wrote it.

    `missing` is how many of its numbers are not live.
    """
    head = _HEAD.match(text)
    if head is None or int(head[1]) > count:
        return False
    # `import --update` adds entries without changing the header. So do people, who may add numbers
    # that are not live yet.
    if int(head[1]) < count and missing:
        return False
    return _BY_HAND.search(_QUOTED.sub("", text[head.end() :].rstrip("\n"))) is None
