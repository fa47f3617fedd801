"""The settings of a new project, and the command line for the same settings."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from driftcheck.document import BUILTIN
from driftcheck.model import Problem, UsageError
from driftcheck.system import builtin_packs, program
from driftcheck.words import did_you_mean, hide_userinfo

NONE = "none"
PACK = "baseline"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The settings of a new project. None means not chosen yet.

    `live` is a file with the live list, `url` another URL of the API. `packs` has the names of rule
    packs. `declared` has the paths of existing declarations, as `import` writes them. Secrets go
    to `env_file`. With `skip_invalid`, entries that cannot be declared are skipped.
    """

    folder: Path = Path()
    live: str | None = None
    url: str | None = None
    declares_live: bool = False
    packs: tuple[str, ...] | None = None
    ci: str | None = None
    env_file: Path | None = None
    skip_invalid: bool = False
    declared: tuple[str, ...] = ()

    @property
    def asks_api(self) -> bool:
        """Whether the list comes from the API."""
        return self.live is None

    def command(self) -> str:
        """Return the command line that continues with the settings so far."""
        return " ".join([program(), *map(shlex.quote, self._words())])

    def _words(self) -> Iterator[str]:
        yield "init"
        yield from [str(self.folder)] if self.folder != Path() else []
        yield from ["--live", self.live] if self.live is not None else []
        yield from ["--url", hide_userinfo(self.url)] if self.url is not None else []
        yield from ["--env-file", str(self.env_file)] if self.env_file else []
        yield from ["--import"] if self.declares_live else []
        yield from ["--skip-invalid"] if self.skip_invalid else []
        packs = (NONE,) if self.packs == () else self.packs or ()
        yield from (word for name in packs for word in ("--policy", name))
        yield from ["--ci", self.ci] if self.ci else []


def packs_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return pack names without duplicates. Raises UsageError for an unknown name."""
    known = builtin_packs()
    found = [name.removeprefix(BUILTIN) for name in names]
    for name in found:
        if name not in known and found != [NONE]:
            hint = did_you_mean(name, [*known, NONE])
            raise UsageError(Problem(f'there is no pack "{name}"', None, hint))
    return () if found == [NONE] else tuple(dict.fromkeys(found))
