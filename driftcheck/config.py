"""`driftcheck.yaml` to frozen settings."""

import glob
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from driftcheck import document, resources
from driftcheck.document import Document
from driftcheck.environment import Filler
from driftcheck.errors import Collector, InputError, Place, Problem
from driftcheck.globs import Globber
from driftcheck.model import JSON, Severity
from driftcheck.reading import problem
from driftcheck.shape import ANY, read, shape_of
from driftcheck.suggest import did_you_mean
from driftcheck.validator import Validator

BUILTIN = "builtin:"
_KEY = "Give it the value that the console shows for the RESTful API key."
_UNTIDY = re.compile(r"^[\s'\"]|[\s'\"]$")


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
    place: Place | None = field(default=None, compare=False)


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

    @property
    def inputs(self) -> tuple[Path, ...]:
        """Every file that the settings name, but for the configuration itself."""
        lives = [account.live for account in self.accounts]
        files = [live.path for live in lives if isinstance(live, LiveFile) and live.path]
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
    if not os.path.isfile(path):
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


def shown(path: Path) -> str:
    """A path as messages show it: relative to the working directory where it is below that."""
    try:
        absolute, here = Path(os.path.abspath(path)), Path.cwd()
    except OSError:  # the working directory is gone
        return str(path)
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
        severity = self.values.get("severity") or {}
        return Settings(
            file=self.source.name,
            accounts=(account,),
            policies=self.files("policies"),
            waivers=self.files("waivers"),
            schema=self.schema(),
            fail_on=_severity(self.values.get("fail_on") or "low"),
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
            return None
        return InputFile(path, shown(path))

    def live(self) -> Agora | LiveFile | None:
        side = self.values.get("live")
        if side is None and "live" in self.values:
            return None  # it is at fault, and that is noted
        if side is None:
            hint = "Add `live: {agora: {}}` or `live: {file: live.json}`, or use --live FILE."
            self.problems.add("`live` is missing", self.source.locate(()), hint)
            return None
        if "file" in side:
            path = self.folder / side["file"]
            if not os.path.exists(path):
                self.problems.add(*self.nothing(side["file"], path, ("live", "file")))
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
                self.problems.add(f"the environment variable in {default} is empty", place, _KEY)
            return text

        pair = {name: value(name) for name in ("customer_id", "customer_secret")}
        for name, text in pair.items():
            if _UNTIDY.search(text):
                message = f"{name} begins or ends with white space or a quotation mark"
                self.problems.add(message, self.source.locate(("live", "agora", name)), _KEY)
        url_place = self.source.locate(("live", "agora", "url"))
        return Agora(value("url"), **pair, timeout=value("timeout"), place=url_place)

    def files(self, key: str) -> tuple[InputFile, ...]:
        """The files that a list of paths and globs names, each once, in the order given."""
        found: dict[Path, InputFile] = {}
        for index, pattern in enumerate(self.values.get(key) or ()):
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
        globber = Globber(self.folder)
        files = globber.expand(pattern)
        found = [InputFile(file, shown(file)) for file in files if os.path.isfile(file)]
        place = self.source.locate(path)
        for error in globber.denied:
            message = f'cannot look into "{shown(Path(error.filename))}": {error.strerror}'
            self.problems.add(message, place)
        if not found and not globber.denied:
            self.problems.add(*self.nothing(pattern, whole, path))
        elif found:
            self.check_skipped(files, place)
        return found

    def check_skipped(self, files: list[Path], place: Place) -> None:
        """Note what a glob finds and nobody could read: leaving it out would look clean."""
        for file in files:
            is_plain_folder = os.path.isdir(file) and not file.suffix
            if not (os.path.isfile(file) or is_plain_folder):
                hint = "Remove it, or write a glob that leaves it out."
                self.problems.add(f'"{shown(file)}" is no file that can be read', place, hint)

    def nothing(
        self, pattern: str, whole: Path, path: document.Path_
    ) -> tuple[str, Place, str | None]:
        place = self.source.locate(path)
        folder = self.folder.resolve()
        if glob.has_magic(pattern):
            return f'"{pattern}" matches no file', place, f'It is looked for in "{folder}".'
        if os.path.isdir(whole):
            return f'"{shown(whole)}" is a folder', place, f'Write "{pattern.rstrip("/")}/*.yaml".'
        return f'there is no file "{shown(whole)}"', place, f'Paths are relative to "{folder}".'

    def builtin(self, pattern: str, path: document.Path_) -> list[InputFile]:
        packs = resources.packs()
        name = pattern.removeprefix(BUILTIN)
        if name not in packs:
            hint = did_you_mean(pattern, [BUILTIN + pack for pack in packs])
            self.problems.add(f'there is no pack "{pattern}"', self.source.locate(path), hint)
            return []
        return [InputFile(packs[name], pattern)]
