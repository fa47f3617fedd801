"""The live side of one account: `live` in a configuration."""

from collections.abc import Mapping
from pathlib import Path

from driftcheck import document, files, resources
from driftcheck.config.settings import MIB, Agora, CaFile, LiveFile
from driftcheck.credentials import KEY, Secret, SecretCommand, SecretFile, SecretText, unfit
from driftcheck.document import Document, Path_
from driftcheck.environment import Filler
from driftcheck.errors import Place
from driftcheck.inputs import Finder, is_unfilled, shown
from driftcheck.model import JSON


def url_of(given: JSON, source: Document, within: Path_, fill: Filler) -> str | None:
    """The URL of the API that the values under `live` name; None where they name none.

    It stands below the path `within`. One whose variables are not set is not known.
    """
    if not isinstance(given, dict) or "agora" not in given:
        return None
    node = document.find(source.root, (*within, "live", "agora", "url"))
    if node is not None and is_unfilled(node, fill):
        return None
    return str((given["agora"] or {}).get("url", _defaults()["url"]))


def max_age_of(source: Document, within: Path_, fill: Filler) -> str | None:
    """How old a list in a file may be, as `live` below the path `within` says."""
    node = document.find(source.root, (*within, "live", "max_age"))
    return fill(node) if isinstance(node, document.Scalar) else None


def _defaults() -> dict[str, JSON]:
    """The default of each key under `live.agora`."""
    schema = resources.schema("config")["$defs"]["live"]["properties"]["agora"]
    return {name: part["default"] for name, part in schema["properties"].items()}


class LiveReader:
    """Makes the live side of the values under `live`; what is wrong is noted by `finder`.

    What could not be filled in is noted already, and looked at no further.
    """

    def __init__(self, finder: Finder, folder: Path, elsewhere: bool) -> None:
        self.finder = finder
        self.folder = folder.absolute() if elsewhere else folder
        self.problems = finder.problems
        self.elsewhere = elsewhere

    def side(self, given: Mapping[str, JSON]) -> Agora | LiveFile:
        """The live side that is asked for: the API, or a file."""
        if "file" in given:
            self.finder.one(given["file"], ("live", "file"))
            path = self.folder / given["file"]
            return LiveFile(path, shown(path), given.get("max_age"))
        return self.agora(given["agora"] or {})

    def agora(self, given: Mapping[str, JSON]) -> Agora:
        """The API, as it is to be asked; the schema has the defaults."""
        known = _defaults()
        return Agora(
            url=known["url"] if self.is_left("url") else given.get("url", known["url"]),
            customer_id=self.credential("customer_id", given, known),
            customer_secret=self.credential("customer_secret", given, known),
            timeout=given.get("timeout", known["timeout"]),
            max_bytes=int(given.get("max_size", known["max_size"]) * MIB),
            ca_file=self.ca_file(given.get("ca_file")),
            place=self.finder.locate(("live", "agora", "url")),
            elsewhere=self.elsewhere,
            totals_ignored=given.get("totals", known["totals"]) == "ignore",
        )

    def is_left(self, key: str) -> bool:
        """Whether a variable was left in the value of a key of the API."""
        return self.finder.is_unfilled(("live", "agora", key))

    def credential(self, what: str, given: Mapping[str, JSON], known: Mapping[str, JSON]) -> Secret:
        """A credential: written out, or where it is to be asked for."""
        place = self.finder.locate(("live", "agora", what))
        if self.elsewhere and "$" in str(text := given.get(what, known[what])):
            return SecretText(text, place)
        value = given[what] if what in given else self.default(known[what], place)
        if self.is_left(what):
            return ""
        match value:
            case {"file": str(name)}:
                path = self.folder / name
                if not (self.elsewhere or files.is_file(path)):
                    self.problems.add(*self.finder.nothing(name, path, ("live", "agora", what)))
                return SecretFile(path, shown(path), place)
            case {"command": [*arguments]}:
                return SecretCommand(tuple(arguments), self.folder, place)
        if problem := unfit(what, value, place):
            self.problems.problems.append(problem)
        return str(value)

    def default(self, text: str, place: Place) -> str:
        """The text of a default, with its variable filled in."""
        value = self.finder.fill(document.Scalar(text, True, place.line, place.column))
        if not value:
            self.problems.add(f"the environment variable in {text} is empty", place, KEY)
        return value or text

    def ca_file(self, name: str | None) -> CaFile | None:
        """The file of that name with certificates, if one is named and there."""
        if name is None:
            return None
        path = ("live", "agora", "ca_file")
        if self.is_left("ca_file"):
            return None
        place = self.finder.locate(path)
        if self.elsewhere:
            return CaFile(self.folder / name, shown(self.folder / name), place)
        file = self.finder.one(name, path)
        return CaFile(file.path, file.name, place) if file else None
