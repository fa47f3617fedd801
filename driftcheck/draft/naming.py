"""Group numbers into files by provider, pipeline or country, with safe file names."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping

from driftcheck.draft.stated import Stated
from driftcheck.model import JSON
from driftcheck.policy import facts
from driftcheck.validation import is_hidden, lookup, redact
from driftcheck.words import SENSITIVE, hide_userinfo

BY = ("pipeline", "provider", "country")
_UNSAFE = re.compile(r"[^a-z0-9_]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])")
_LONGEST = 60
_PATHS = {"pipeline": ("associated_pipeline", "pipeline_id"), "provider": ("provider",)}
Group = tuple[str | None, str | None]
"""The value that numbers share, and the name for its file; None if there is none."""


def file_names(numbers: Iterable[Stated], by: str) -> dict[str, list[Stated]]:
    """Return numbers by file name, `NAME.yaml`. Names differ by more than case."""
    groups: dict[Group, list[Stated]] = defaultdict(list)
    for one in numbers:
        groups[_group(one, by)].append(one)
    named: dict[str, list[Stated]] = {}
    for group in sorted(groups, key=lambda group: (group[0] is not None, group[0] or "")):
        named[free(_stem(group[1], by), named)] = groups[group]
    return {f"{stem}.yaml": named[stem] for stem in sorted(named)}


def stem_of(name: str) -> str:
    """Return a file name without suffix, in lower case."""
    return name.rpartition(".")[0].lower()


def group_of(number: str, fields: Mapping[str, JSON], by: str) -> str | None:
    """Return the value by which a number is grouped, or None. `fields` may be live or declared."""
    if by == "country":
        region: str | None = facts.of(number)["region"]
        return region
    found = lookup(fields, _PATHS[by])
    return found if isinstance(found, str) and found else None


def pipeline_of(number: Stated) -> str | None:
    """Return the name of a number's pipeline, if it may be shown."""
    path = ("associated_pipeline", "pipeline_name")
    found = redact(lookup(number.entry, path), path)
    return found if isinstance(found, str) and SENSITIVE not in found and found.strip() else None


def free(stem: str, taken: Container[str]) -> str:
    """Return the name, with the first suffix `-2`, `-3`... that is not taken if needed."""
    count, found = 1, stem
    while found in taken:
        count += 1
        found = f"{stem}-{count}"
    return found


def _group(one: Stated, by: str) -> Group:
    found = group_of(one.number, one.entry, by)
    if found is None:
        return None, None
    if by == "country":
        return found, "international" if found == "001" else found
    path = _PATHS[by]
    is_secret = is_hidden(path) or hide_userinfo(found) != found
    return found, by if is_secret else found


def _stem(name: str | None, by: str) -> str:
    """Return a file stem that is valid on every system and has no path separators."""
    if name is None:
        return f"no-{by}"
    plain = _UNSAFE.sub("-", name.lower()).strip("-")[:_LONGEST].strip("-")
    return f"{by}-{plain}" if _RESERVED.fullmatch(plain) else plain or by
