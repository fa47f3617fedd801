"""What an import finds in its folder: files of an earlier one, and the example of `init`."""

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
"""How a file begins that an import wrote (`draft.Header`)."""
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_BY_HAND = re.compile(
    r"#|'|^\s*$|^\s*(?:- )?(?:metadata|ignore|state|phone_numbers):", re.MULTILINE
)


@dataclass
class Stale:
    """The files to be removed, what to say of those that stay, and why nothing can be written."""

    gone: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def examples_beside(targets: Iterable[Path]) -> list[Path]:
    """The untouched examples of `init` in the folders of files that are not these."""
    targets = list(targets)
    folders = dict.fromkeys(path.parent for path in targets)
    found = [folder / "example.yaml" for folder in folders]
    return [path for path in found if path not in targets and is_example(path)]


def find_stale(
    targets: Set[Path], new: Set[str], live: Set[str], chosen: Chosen, *, force: bool, whole: bool
) -> Stale:
    """What an earlier import left in the folder of its files, the `targets` of this one.

    `new` are the numbers that are written now; `whole` says that these are all that can be
    declared of those that are `live`. Removed is what an import wrote and nobody changed, where
    each number is written elsewhere now, or is not live any more.
    """
    found = Stale()
    for path in _neighbours(targets, chosen):
        known = declared_in(path, chosen)
        if known is None or is_example(path):
            continue
        name, numbers = display_path(path), known.keys()
        twice, left = sorted(numbers & new), numbers & (live - new)
        is_ours = _is_as_written(text_of(path) or "", len(known), len(numbers - live))
        hint = "It is not as an import wrote it: move it away, or remove it."
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
            of = f"{missing} of the numbers in it"
            found.notes.append(f"{name} was kept, as it was written by hand; not live: {of}.")
    return found


def _neighbours(targets: Set[Path], chosen: Chosen) -> list[Path]:
    """The other files of the folder that are read together with those that are written."""
    folders = {path.parent for path in targets}
    found = sorted(path for folder in folders for path in folder.glob("*.y*ml"))
    is_named = chosen.has_file and any(map(chosen.covers, targets))
    return [path for path in found if path not in targets and (not is_named or chosen.covers(path))]


def _is_as_written(text: str, count: int, missing: int) -> bool:
    """Whether a file of so many numbers is as an import wrote it: with nothing that people write.

    So many of the numbers are `missing`, which means not live.
    """
    head = _HEAD.match(text)
    if head is None or int(head[1]) > count:
        return False
    # `import --update` adds to a file, and leaves its first lines. So do people, who may add
    # numbers that are yet to be bought.
    if int(head[1]) < count and missing:
        return False
    return _BY_HAND.search(_QUOTED.sub("", text[head.end() :].rstrip("\n"))) is None
