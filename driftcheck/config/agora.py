"""The API as the source of a live list, and its settings under `live.agora`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from driftcheck import document
from driftcheck.config import credentials
from driftcheck.config.credentials import KEY, Secret, SecretCommand, SecretFile, SecretText, unfit
from driftcheck.config.finder import Finder
from driftcheck.model import JSON, Place
from driftcheck.net import USUAL, Identity, PemFile, check_url, display_url
from driftcheck.system import display_path, is_file, published

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Agora:
    """A live list fetched over HTTP.

    `timeout` is in seconds and covers the whole fetch with its retries. `max_bytes` limits the
    decompressed size of a response. `files` are the certificates for TLS. With `totals_ignored`,
    totals in response headers are not checked. With `elsewhere`, another machine may fetch the
    list, with secrets from its own environment, files and commands.
    """

    url: str
    customer_id: Secret
    customer_secret: Secret = field(repr=False)
    timeout: float
    max_bytes: int = 1024 * MIB
    files: Identity = USUAL
    place: Place | None = field(default=None, compare=False)
    elsewhere: bool = False
    totals_ignored: bool = False

    @property
    def name(self) -> str:
        """Its name in reports: the URL without credentials and query."""
        return display_url(self.url)

    @property
    def is_local(self) -> bool:
        """Whether only this machine can read it."""
        return False

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files read to fetch the list."""
        secrets = (self.customer_id, self.customer_secret)
        named = [secret.path for secret in secrets if isinstance(secret, SecretFile)]
        return (*named, *self.files.paths)

    @property
    def secret_files(self) -> tuple[SecretFile | PemFile, ...]:
        """The files with credentials or a private key, which only the owner should read."""
        secrets = (self.customer_id, self.customer_secret)
        named = [secret for secret in secrets if isinstance(secret, SecretFile)]
        key = self.files.client_key or self.files.client_cert  # a certificate may include the key
        return (*named, *([key] if key else []))

    @property
    def max_age(self) -> None:
        """The maximum age: none, as the API returns the current list."""

    @property
    def any_account(self) -> bool:
        """Whether lists of other accounts are accepted: the API only returns its own."""
        return True

    @property
    def is_given(self) -> bool:
        """Whether `--live` names it."""
        return False

    def under(self, _max_age: str | None, _any_account: bool) -> "Agora":
        """Return self: these terms apply only to saved lists."""
        return self

    def check(self) -> None:
        """Raise InputError if the URL or the credentials are unusable. Checks offline."""
        check_url(self.url, self.place)
        if not self.elsewhere:
            credentials.check("customer_id", self.customer_id)
            credentials.check("customer_secret", self.customer_secret)


def defaults() -> dict[str, JSON]:
    """Return the default of each key under `live.agora`."""
    schema = published("config")["$defs"]["live"]["properties"]["agora"]
    return {name: part["default"] for name, part in schema["properties"].items()}


class AgoraReader:
    """Makes an `Agora` from the values under `live.agora`. Adds problems to those of `finder`.

    Skips values with unset variables, which are already reported.
    """

    def __init__(self, finder: Finder, folder: Path, elsewhere: bool) -> None:
        self.finder = finder
        self.folder = folder
        self.problems = finder.problems
        self.elsewhere = elsewhere

    def read(self, given: Mapping[str, JSON]) -> Agora:
        """Return the settings of the API, with defaults from the schema."""
        known = defaults()
        return Agora(
            url=known["url"] if self.is_left("url") else given.get("url", known["url"]),
            customer_id=self.credential("customer_id", given, known),
            customer_secret=self.credential("customer_secret", given, known),
            timeout=given.get("timeout", known["timeout"]),
            max_bytes=int(given.get("max_size", known["max_size"]) * MIB),
            files=self.files(given),
            place=self.finder.locate(("live", "agora", "url")),
            elsewhere=self.elsewhere,
            totals_ignored=given.get("totals", known["totals"]) == "ignore",
        )

    def is_left(self, key: str) -> bool:
        """Return whether the value of a key has a variable that is not filled in."""
        return self.finder.is_unfilled(("live", "agora", key))

    def credential(self, what: str, given: Mapping[str, JSON], known: Mapping[str, JSON]) -> Secret:
        """Return a credential: its text, or the file or command that provides it."""
        place = self.finder.locate(("live", "agora", what))
        # The machine that calls the API fills in the variables.
        if self.elsewhere and "$" in str(text := given.get(what, known[what])):
            return SecretText(text, place)
        value = given[what] if what in given else self.default(known[what], place)
        if self.is_left(what):
            return ""
        match value:
            case {"file": str(name)}:
                path = self.folder / name
                # If another machine reads the file, it need not exist here.
                if not (self.elsewhere or is_file(path)):
                    self.problems.add(*self.finder.nothing(name, path, ("live", "agora", what)))
                return SecretFile(path, display_path(path), place)
            case {"command": [*arguments]}:
                return SecretCommand(tuple(arguments), self.folder, place)
        if problem := unfit(what, value, place):
            self.problems.problems.append(problem)
        return str(value)

    def default(self, text: str, place: Place) -> str:
        """Return a default with its variable filled in."""
        value = self.finder.fill(document.Scalar(text, True, place.line, place.column))
        if not value:
            self.problems.add(f"the environment variable in {text} is empty", place, KEY)
        return value or text

    def files(self, given: Mapping[str, JSON]) -> Identity:
        """Return the configured certificate files."""
        if "client_key" in given and "client_cert" not in given:
            place = self.finder.locate(("live", "agora", "client_key"))
            hint = "Add `client_cert`, the file with the certificate."
            self.problems.add("client_key needs client_cert", place, hint)
        return Identity(*(self.pem_file(key, given.get(key)) for key in Identity._fields))

    def pem_file(self, key: str, name: str | None) -> PemFile | None:
        """Return the file under a key, or None if it is not set or missing."""
        if name is None or self.is_left(key):
            return None
        path = ("live", "agora", key)
        place = self.finder.locate(path)
        if self.elsewhere:
            return PemFile(self.folder / name, display_path(self.folder / name), place)
        file = self.finder.one(name, path)
        return PemFile(file.path, file.name, place) if file else None
