"""`driftcheck.yaml` to frozen settings."""

import glob
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from driftcheck import document, resources
from driftcheck.document import Document
from driftcheck.environment import Filler
from driftcheck.errors import Collector, InputError, Place, Problem
from driftcheck.model import JSON, Severity
from driftcheck.reading import problem
from driftcheck.shape import ANY, read, shape_of
from driftcheck.suggest import did_you_mean
from driftcheck.validator import Validator

BUILTIN = "builtin:"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read, and the name to show for it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Agora:
    """The live list over HTTP. `timeout` is in seconds, for the whole fetch with its retries."""

    url: str
    customer_id: str
    customer_secret: str = field(repr=False)
    timeout: float


@dataclass(frozen=True, slots=True)
class LiveFile:
    """The live list from a file, or from standard input where `path` is None."""

    path: Path | None
    name: str


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
    """A whole configuration. `severity` maps a check id to its severity, None for off."""

    file: str
    accounts: tuple[Account, ...]
    policies: tuple[InputFile, ...]
    waivers: tuple[InputFile, ...]
    schema: InputFile | None
    fail_on: Severity
    severity: Mapping[str, Severity | None]
    severity_places: Mapping[str, Place]


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
    if not os.path.isfile(path):
        hint = "Name another with --config, or write one: see the README."
        raise InputError(Problem(f'there is no configuration file "{name}"', None, hint))
    source = document.load(path, name)
    fill = Filler(name, environ, problems)
    need_live = need_live and live is None
    values = _values(source, fill, fill if need_live else Filler(name, environ, Collector()))
    loader = _Loader(source, path.parent, values, problems, fill)
    return loader.settings(loader.live() if need_live else live)


def _values(source: Document, fill: Filler, fill_live: Filler) -> JSON:
    """The values of the file, valid by its schema where its variables could be filled in."""
    schema = resources.schema("config")
    shape = shape_of(schema)
    if isinstance(source.root, document.Mapping):
        values: JSON = {
            key: read(node, shape.fields.get(key, ANY), fill_live if key == "live" else fill)
            for key, node in source.root.fields.items()
        }
    else:
        values = read(source.root, shape)
    left = fill.unfilled | fill_live.unfilled
    faults = [
        fault for fault in Validator(schema).faults(values) if _at(source, fault.path) not in left
    ]
    if faults:
        found = (problem(source.name, source.root, fault) for fault in faults)
        raise InputError(*fill.problems.problems, *found)
    return values


def _at(source: Document, path: document.Path_) -> tuple[int, int]:
    """Where the value at a path begins."""
    node = document.find(source.root, path) or source.root
    return node.line, node.column


def shown(path: Path) -> str:
    """A path as messages show it: relative to the working directory where it is below that."""
    absolute = Path(os.path.abspath(path))
    here = Path.cwd()
    return str(absolute.relative_to(here)) if absolute.is_relative_to(here) else str(absolute)


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

    def settings(self, live: Agora | LiveFile | None) -> Settings:
        account = Account("default", live, self.files("declared"))
        severity = self.values.get("severity", {})
        return Settings(
            file=self.source.name,
            accounts=(account,),
            policies=self.files("policies"),
            waivers=self.files("waivers"),
            schema=self.schema(),
            fail_on=_severity(self.values.get("fail_on", "low")),
            severity={
                check: None if label == "off" else _severity(label)
                for check, label in severity.items()
            },
            severity_places={check: self.source.locate(("severity", check)) for check in severity},
        )

    def schema(self) -> InputFile | None:
        name = self.values.get("schema")
        if name is None:
            return None
        path = self.folder / name
        if not os.path.isfile(path):
            self.problems.add(*self.nothing(name, path, ("schema",)))
        return InputFile(path, shown(path))

    def live(self) -> Agora | LiveFile | None:
        side = self.values.get("live")
        if side is None:
            hint = "Add `live: {agora: {}}` or `live: {file: live.json}`, or use --live FILE."
            self.problems.add("`live` is missing", self.source.locate(()), hint)
            return None
        if "file" in side:
            path = self.folder / side["file"]
            return LiveFile(path, shown(path))
        return self.agora(side["agora"] or {})

    def agora(self, given: Mapping[str, JSON]) -> Agora:
        schema = resources.schema("config")["properties"]["live"]["properties"]["agora"]
        place = self.source.locate(("live", "agora"))

        def value(key: str) -> JSON:
            default = schema["properties"][key]["default"]
            if key in given or not isinstance(default, str):
                return given.get(key, default)
            text = self.fill(document.Scalar(default, True, place.line, place.column))
            if not text:
                hint = "Give it the value that the console shows for the RESTful API key."
                self.problems.add(f"the environment variable in {default} is empty", place, hint)
            return text

        return Agora(value("url"), value("customer_id"), value("customer_secret"), value("timeout"))

    def files(self, key: str) -> tuple[InputFile, ...]:
        """The files that a list of paths and globs names, each once, in the order given."""
        found: dict[Path, InputFile] = {}
        for index, pattern in enumerate(self.values.get(key, ())):
            if _at(self.source, (key, index)) in self.fill.unfilled:
                continue
            for file in self.matches(pattern, (key, index)):
                found.setdefault(file.path.resolve(), file)
        return tuple(found.values())

    def matches(self, pattern: str, path: document.Path_) -> list[InputFile]:
        if path[0] == "policies" and pattern.startswith(BUILTIN):
            return self.builtin(pattern, path)
        whole = self.folder / pattern
        if os.path.isfile(whole):
            return [InputFile(whole, shown(whole))]
        names = sorted(glob.glob(pattern, root_dir=self.folder, recursive=True))
        files = [self.folder / name for name in names]
        found = [InputFile(file, shown(file)) for file in files if os.path.isfile(file)]
        if not found:
            self.problems.add(*self.nothing(pattern, whole, path))
        return found

    def nothing(
        self, pattern: str, whole: Path, path: document.Path_
    ) -> tuple[str, Place, str | None]:
        place = self.source.locate(path)
        folder = shown(self.folder)
        if glob.has_magic(pattern):
            return f'"{pattern}" matches no file', place, f'It is looked for in "{folder}".'
        if os.path.isdir(whole):
            return f'"{shown(whole)}" is a folder', place, f'Write "{pattern.rstrip("/")}/*.yaml".'
        return f'there is no file "{shown(whole)}"', place, f'Paths are relative to "{folder}".'

    def builtin(self, pattern: str, path: document.Path_) -> list[InputFile]:
        packs = resources.packs()
        name = pattern.removeprefix(BUILTIN)
        if name not in packs:
            hint = did_you_mean(name, packs)
            self.problems.add(f'there is no pack "{pattern}"', self.source.locate(path), hint)
            return []
        return [InputFile(packs[name], pattern)]
