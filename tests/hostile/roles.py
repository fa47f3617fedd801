"""What a run reads: each kind of file, a good one of it, and how it is named."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support import CONFIG, DECLARED, NUMBER, Project

PACK_TEXT = """\
version: 1
name: p
rules:
- {id: r, title: t, severity: low, require: {label: Support}}
"""
WAIVERS_TEXT = """\
version: 1
waivers:
- {check: drift-missing, match: ['+1202555*'], reason: r, owner: o, expires: 2099-01-01}
"""
SCHEMA_YAML = "$schema: https://json-schema.org/draft/2020-12/schema\ntype: object\n"
SCHEMA_JSON = '{\n"$schema": "https://json-schema.org/draft/2020-12/schema",\n"type": "object"\n}\n'
LIVE = json.dumps([NUMBER], indent=1) + "\n"
_COUNTED = "declared live in_sync missing changed unmanaged invalid violations waived".split()
_LEVELS = ("critical", "high", "medium", "low", "info")
_REPORT = {
    "format": "driftcheck-report",
    "version": 1,
    "tool": {"name": "driftcheck", "version": "0"},
    "started_at": "2026-01-01T00:00:00Z",
    "duration_seconds": 0.1,
    "outcome": "clean",
    "exit_code": 0,
    "fail_on": "low",
    "accounts": [{"name": "default", "source": "l", "declared": 1, "live": 1, "error": None}],
    "summary": {
        **dict.fromkeys(_COUNTED, 0),
        "coverage": 1.0,
        "by_severity": dict.fromkeys(_LEVELS, 0),
    },
    "findings": [],
}
REPORT = json.dumps(_REPORT, indent=1) + "\n"
AGORA = """\
version: 1
declared: [numbers.yaml]
live:
  agora:
    url: http://127.0.0.1:9/
    timeout: 5
    customer_id: id
    customer_secret: {file: %s}
"""
BOTH = ("check", "validate")


def _also(key: str, name: str) -> str:
    """A configuration that names one more file, under a key."""
    return CONFIG + f"severity: {{waiver-unused: off}}\n{key}: {name}\n"


def _not(_name: str) -> str:
    """A configuration that does not name it: the command line does."""
    return CONFIG


@dataclass(frozen=True)
class Role:
    """A kind of file: its usual name, a good one, and the configuration that names it.

    `option` names it on the command line instead. `reading` are the commands that read it,
    `finding` those that look whether it is there.
    """

    id: str
    file: str
    good: str
    named: Callable[[str], str] = _not
    option: str = ""
    reading: tuple[str, ...] = BOTH
    finding: tuple[str, ...] = BOTH

    def args(self, command: str, name: str | None = None) -> tuple[str, ...]:
        """The command line that has the file looked at."""
        given = self.file if name is None else name
        return (command, self.option, given) if self.option else (command,)

    def project(self, folder: Path, name: str | None = None) -> Project:
        """A good project that names the file, without it."""
        given = json.dumps(self.file if name is None else name)
        made = Project(folder).write(driftcheck__yaml=self.named(given))
        return made.write(numbers__yaml=DECLARED, live__json=LIVE)

    def written(self, folder: Path, data: str | bytes | None = None) -> Project:
        """A project with the file, which holds what is good unless `data` is given."""
        given = self.good if data is None else data
        made = self.project(folder)
        (folder / self.file).write_bytes(given if isinstance(given, bytes) else given.encode())
        return made

    def __str__(self) -> str:
        return self.id


CONFIGURATION = Role("configuration", "config.yaml", CONFIG, option="--config")
DECLARATIONS = Role(
    "declarations", "d.yaml", DECLARED, lambda name: CONFIG.replace("numbers.yaml", name)
)
PACK = Role("policies", "pack.yaml", PACK_TEXT, lambda name: _also("policies", f"[{name}]"))
WAIVED = Role("waivers", "waivers.yaml", WAIVERS_TEXT, lambda name: _also("waivers", f"[{name}]"))
ENTRIES = Role("schema-yaml", "schema.yaml", SCHEMA_YAML, lambda name: _also("schema", name))
ENTRIES_JSON = Role("schema-json", "schema.json", SCHEMA_JSON, lambda name: _also("schema", name))
LIVE_OPTION = Role("live", "list.json", LIVE, _not, "--live", ("check",), ("check",))
LIVE_FILE = Role(
    "live-file", "list.json", LIVE, lambda name: CONFIG.replace("live.json", name), "", ("check",)
)
LOCK = Role("lock", "lock.yaml", "version: 1\nhosts: []\nlive_files: true\n", option="--lock")
BASELINE = Role("baseline", "base.json", REPORT, _not, "--baseline", ("check",), ("check",))
SECRET = Role("secret", "secret.txt", "s3cret\n", lambda name: AGORA % name, "", ("check",))

TOGETHER = (DECLARATIONS, PACK, ENTRIES, WAIVED)
"""YAML that one configuration can name, in the order of the names."""
YAMLS = (CONFIGURATION, LOCK, DECLARATIONS, PACK, WAIVED, ENTRIES)
JSONS = (ENTRIES_JSON, LIVE_OPTION, BASELINE)
LISTED = (DECLARATIONS, PACK, WAIVED)
"""Those that the configuration names in lists of paths and globs."""
ALONE = (CONFIGURATION, LOCK, LIVE_OPTION, BASELINE, SECRET)
"""Those that are opened without a look before."""
NAMED = (*LISTED, ENTRIES, ENTRIES_JSON, LIVE_FILE)
"""Those that the configuration names, and that are looked for before anything is read."""
ALL = (*YAMLS, *JSONS, LIVE_FILE, SECRET)


def together(folder: Path, data: Mapping[Role, str | bytes] | None = None) -> Project:
    """A project that names a file of each of several roles; `data` gives what each holds, if any.

    Its live list is a file that it names, too.
    """
    for role, text in (data or {}).items():
        role.written(folder, text)
    lists = f"policies: [{PACK.file}]\nwaivers: [{WAIVED.file}]\nschema: {ENTRIES.file}\n"
    config = CONFIG.replace("numbers.yaml", DECLARATIONS.file) + lists
    made = Project(folder).write(live__json=LIVE, numbers__yaml=DECLARED)
    return made.write(driftcheck__yaml=config + "severity: {waiver-unused: off}\n")
