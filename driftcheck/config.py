"""`driftcheck.yaml` to frozen settings."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from driftcheck import document, files, resources
from driftcheck.credentials import KEY, Secret, SecretCommand, SecretFile, unfit
from driftcheck.document import Document
from driftcheck.environment import Filler
from driftcheck.errors import Collector, InputError, Place, Problem
from driftcheck.inputs import Finder, InputFile, denied, shown
from driftcheck.model import JSON, Severity
from driftcheck.reading import problem
from driftcheck.shape import ANY, read, shape_of
from driftcheck.validator import Validator

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class CaFile:
    """A file with certificates, what messages call it, and where it is named."""

    path: Path
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Agora:
    """The live list over HTTP. `timeout` is in seconds, for the whole fetch with its retries.

    `max_bytes` is how long an answer may be, unpacked; `ca_file` holds the certificates that are
    trusted in place of the usual ones.
    """

    url: str
    customer_id: Secret
    customer_secret: Secret = field(repr=False)
    timeout: float
    max_bytes: int = 1024 * MIB
    ca_file: CaFile | None = None
    place: Place | None = field(default=None, compare=False)

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files that are read to fetch the list."""
        secrets = (self.customer_id, self.customer_secret)
        named = [secret.path for secret in secrets if isinstance(secret, SecretFile)]
        return (*named, self.ca_file.path) if self.ca_file else tuple(named)


@dataclass(frozen=True, slots=True)
class LiveFile:
    """The live list from a file, or from standard input where `path` is None."""

    path: Path | None
    name: str

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files that are read to fetch the list."""
        return (self.path,) if self.path else ()


@dataclass(frozen=True, slots=True)
class Account:
    """One account: where its live list is, and which files declare its numbers.

    `live` is None where the settings were loaded without the live side.
    """

    name: str
    live: Agora | LiveFile | None
    declared: tuple[InputFile, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """A whole configuration. `severity` maps a check id to its severity, None for off.

    `sensitive` are the dotted paths of fields that are never shown, each with its place.
    """

    file: str
    accounts: tuple[Account, ...]
    policies: tuple[InputFile, ...]
    waivers: tuple[InputFile, ...]
    schema: InputFile | None
    fail_on: Severity
    severity: Mapping[str, Severity | None]
    severity_places: Mapping[str, Place]
    sensitive: Mapping[str, Place] = field(default_factory=dict)

    @property
    def inputs(self) -> tuple[Path, ...]:
        """Every file that the settings name, but for the configuration itself."""
        files = [path for account in self.accounts if account.live for path in account.live.inputs]
        named = [file for account in self.accounts for file in account.declared]
        named += [*self.policies, *self.waivers, *([self.schema] if self.schema else [])]
        return (*files, *(file.path for file in named))


def load(
    path: Path,
    environ: Mapping[str, str],
    problems: Collector,
    live: LiveFile | None = None,
    need_live: bool = True,
) -> Settings:
    """Read a configuration file.

    `live` takes the place of the file's own live side; without `need_live` that is left out.
    What is wrong is added to `problems`; raises InputError where the file is no use at all.
    """
    name = shown(path)
    if os.path.isdir(path):
        raise InputError(Problem(f'"{name}" is a folder', None, "Name a file with --config."))
    if not os.path.exists(path) and denied(path) is None:
        hint = "Name another with --config, or write one: see the README."
        raise InputError(Problem(f'there is no configuration file "{name}"', None, hint))
    source = document.load(path, name)
    fill = Filler(name, environ, problems)
    need_live = need_live and live is None
    values = _values(source, fill, fill if need_live else Filler(name, environ, Collector()))
    loader = _Loader(source, path.parent, values, problems, fill)
    return loader.settings(loader.live() if need_live else live)


def _values(source: Document, fill: Filler, fill_live: Filler) -> dict[str, JSON]:
    """The values of the file, less those at fault, which are noted.

    Values whose variables could not be filled in have been noted already, and stay.
    """
    schema = resources.schema("config")
    shape = shape_of(schema)
    if not isinstance(source.root, document.Mapping):
        (fault,) = Validator(schema).faults(read(source.root, shape))
        raise InputError(problem(source.name, source.root, fault))
    values = {
        key: read(node, shape.fields.get(key, ANY), fill_live if key == "live" else fill)
        for key, node in source.root.fields.items()
    }
    left = fill.unfilled | fill_live.unfilled
    found = Validator(schema).faults(values)
    faults = [fault for fault in found if _at(source, fault.path) not in left]
    fill.problems.problems.extend(problem(source.name, source.root, fault) for fault in faults)
    faulty = {fault.path[0] for fault in faults}
    return {key: None if key in faulty else value for key, value in values.items()}


def _at(source: Document, path: document.Path_) -> tuple[int, int]:
    """Where the value at a path begins."""
    node = document.find(source.root, path) or source.root
    return node.line, node.column


def _severity(label: str) -> Severity:
    """The severity of a label; any, where a variable in its place was not filled in."""
    return Severity.of(label) if label.upper() in Severity.__members__ else Severity.LOW


class _Loader:
    """Turns the values of a configuration file, valid by its schema, into settings."""

    def __init__(
        self, source: Document, folder: Path, values: JSON, problems: Collector, fill: Filler
    ) -> None:
        self.source = source
        self.folder = folder
        self.values = values
        self.problems = problems
        self.fill = fill
        self.finder = Finder(source, folder, problems, fill)

    def settings(self, live: Agora | LiveFile | None) -> Settings:
        account = Account("default", live, self.files("declared"))
        severity = self.values.get("severity") or {}
        schema = self.values.get("schema")
        return Settings(
            file=self.source.name,
            accounts=(account,),
            policies=self.files("policies"),
            waivers=self.files("waivers"),
            schema=None if schema is None else self.finder.one(schema, ("schema",)),
            fail_on=_severity(self.values.get("fail_on") or "low"),
            severity={
                check: None if label == "off" else _severity(label)
                for check, label in severity.items()
            },
            severity_places={check: self.source.locate(("severity", check)) for check in severity},
            sensitive={
                path: self.source.locate(("sensitive", index))
                for index, path in enumerate(self.values.get("sensitive") or ())
            },
        )

    def files(self, key: str) -> tuple[InputFile, ...]:
        return self.finder.files(key, self.values.get(key) or ())

    def live(self) -> Agora | LiveFile | None:
        side = self.values.get("live")
        if side is None and "live" in self.values:
            return None  # it is at fault, and that is noted
        if side is None:
            hint = "Add `live: {agora: {}}` or `live: {file: live.json}`, or use --live FILE."
            self.problems.add("`live` is missing", self.source.locate(()), hint)
            return None
        if "file" in side:
            self.finder.one(side["file"], ("live", "file"))
            path = self.folder / side["file"]
            return LiveFile(path, shown(path))
        return self.agora(side["agora"] or {})

    def agora(self, given: Mapping[str, JSON]) -> Agora:
        schema = resources.schema("config")["properties"]["live"]["properties"]["agora"]
        known = {name: part["default"] for name, part in schema["properties"].items()}
        return Agora(
            url=given.get("url", known["url"]),
            customer_id=self.credential("customer_id", given, known),
            customer_secret=self.credential("customer_secret", given, known),
            timeout=given.get("timeout", known["timeout"]),
            max_bytes=int(given.get("max_size", known["max_size"]) * MIB),
            ca_file=self.ca_file(given.get("ca_file")),
            place=self.source.locate(("live", "agora", "url")),
        )

    def credential(self, what: str, given: Mapping[str, JSON], known: Mapping[str, JSON]) -> Secret:
        """A credential: written out, or where it is to be asked for."""
        place = self.source.locate(("live", "agora", what))
        value = given[what] if what in given else self.default(known[what], place)
        match value:
            case {"file": str(name)}:
                path = self.folder / name
                if not files.is_file(path):
                    self.problems.add(*self.finder.nothing(name, path, ("live", "agora", what)))
                return SecretFile(path, shown(path), place)
            case {"command": [*arguments]}:
                return SecretCommand(tuple(arguments), self.folder, place)
        if problem := unfit(what, value, place):
            self.problems.problems.append(problem)
        return str(value)

    def default(self, text: str, place: Place) -> str:
        """The text of a default, with its variable filled in."""
        value = self.fill(document.Scalar(text, True, place.line, place.column))
        if not value:
            self.problems.add(f"the environment variable in {text} is empty", place, KEY)
        return value or text

    def ca_file(self, name: str | None) -> CaFile | None:
        if name is None:
            return None
        path = ("live", "agora", "ca_file")
        file = self.finder.one(name, path)
        return CaFile(file.path, file.name, self.source.locate(path)) if file else None
