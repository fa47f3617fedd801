"""Credentials of the API: as text, from a file, or from a command such as a vault's.

Files are read and commands run only when the API is called. Their output and the arguments of
commands are never shown.
"""

import base64
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from driftcheck.document import Filler, Scalar
from driftcheck.model import Collector, InputError, LiveError, Notify, Place, Problem
from driftcheck.system import read_file
from driftcheck.words import LONG, SENSITIVE

if TYPE_CHECKING:
    from driftcheck.system import CommandOutput

_MAX_BYTES = 1 << 16  # far longer than any secret
_UNTIDY = re.compile(r"^[\s'\"]|[\s'\"]$")
KEY = "Set it to the value that the console shows for the RESTful API key."
"""The hint for a text that cannot be a credential."""
_ESCAPE = re.compile("%[0-9A-F]{2}")
_OF_HTML = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;", 39: "&#x27;"}
"""The replacements of `html.escape`; importing `html` is slow."""
_OF_GO = {**_OF_HTML, ord('"'): "&#34;", ord("'"): "&#39;", ord("+"): "&#43;"}
"""The replacements of Go's `html/template`."""
_WAITS = "It may be waiting for input: it has no terminal, and standard input is empty."
_ITEMS = "Write the program and each argument as a separate item: [vault, read, NAME]."
_ASKED = "Run driftcheck with -v to see what the command prints on stderr."


@dataclass(frozen=True, slots=True)
class SecretText:
    """A secret as written, whose variables are filled in on the machine that needs it."""

    text: str = field(repr=False)
    place: Place

    def reveal(self, what: str, _seconds: float, _notify: Notify) -> str:
        """Return the secret. Raises LiveError if a variable is not set here."""
        problems = Collector()
        place = self.place
        fill = Filler(place.file, os.environ, problems)
        text = fill(Scalar(self.text, True, place.line, place.column))
        if problems.problems:
            raise LiveError(*problems.problems)
        if problem := unfit(what, text, place):
            raise LiveError(problem)
        return text


@dataclass(frozen=True, slots=True)
class SecretFile:
    """A secret that is the content of a file, without the line end. Messages show `name`."""

    path: Path
    name: str
    place: Place

    def reveal(self, what: str, _seconds: float, _notify: Notify) -> str:
        """Return the secret. Raises LiveError if the file cannot be read."""
        try:
            data = read_file(self.path, _MAX_BYTES)
        except OSError as error:
            message = f'cannot read "{self.name}" for {what}: {error.strerror}'
            raise LiveError(Problem(message, self.place)) from error
        return _text(data, what, self.place)


@dataclass(frozen=True, slots=True)
class SecretCommand:
    """A secret that a command prints. It runs without a shell, in the configuration's folder."""

    arguments: tuple[str, ...] = field(repr=False)
    folder: Path
    place: Place

    @property
    def name(self) -> str:
        """Its name in messages: the program without anything that may be an argument."""
        # Look up the whole text: a part of a variable's value would not be recognised.
        written = self.place.as_written(f'"{self.arguments[0]}"')
        return (written[1:-1].split() or [""])[0]

    @property
    def program(self) -> str:
        """The program to run: a path relative to the configuration, or a name on the PATH."""
        name = self.arguments[0]
        return str(self.folder.absolute() / name) if os.path.dirname(name) else name

    def reveal(self, what: str, seconds: float, notify: Notify) -> str:
        """Return the secret. Raises LiveError if the command fails or exceeds `seconds`."""
        from driftcheck.system import run_command  # rarely needed

        notify(f"asking {self.name} for {what}")
        try:
            done = run_command(
                (self.program, *self.arguments[1:]), self.folder, seconds, _MAX_BYTES
            )
        except TimeoutError as error:
            message = f'"{self.name}" did not return {what} in {round(seconds, 1):g} seconds'
            raise LiveError(Problem(message, self.place, _WAITS)) from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is not a command"
            raise LiveError(Problem(f'cannot run "{self.name}": {reason}', self.place)) from error
        self._pass_on(done, notify)
        if done.code != 0:
            message = f'"{self.name}" exited with {done.code} instead of giving {what}'
            raise LiveError(Problem(message, self.place, _ASKED))
        return _text(done.out, what, self.place)

    def _pass_on(self, done: "CommandOutput", notify: Notify) -> None:
        """Report the command's stderr, without the secret and the arguments."""
        text, printed = done.err.decode(errors="replace"), done.out.decode(errors="replace")
        forms = {form for line in printed.split("\n") for form in forms_of(line.strip())}
        for secret in sorted({*forms, *self.arguments[1:]}, key=len, reverse=True):
            text = text.replace(secret, SENSITIVE) if len(secret) >= LONG else text
        for line in text.splitlines():
            notify(f"{self.name}: {line}")


Secret = str | SecretText | SecretFile | SecretCommand


def _text(data: bytes, what: str, place: Place) -> str:
    try:
        text = data.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LiveError(Problem(f"{what} is not UTF-8 text", place, KEY)) from error
    if problem := unfit(what, text, place):
        raise LiveError(problem)
    return text


def unfit(what: str, text: str, place: Place) -> Problem | None:
    """Return why a text cannot be a credential, or None if it can."""
    if not text:
        return Problem(f"{what} is empty", place, KEY)
    if _UNTIDY.search(text):
        message = f"{what} begins or ends with white space or a quotation mark"
        return Problem(message, place, KEY)
    if not text.isprintable():
        return Problem(
            f"{what} is more than one line, or contains an invisible character", place, KEY
        )
    if what == "customer_id" and ":" in text:  # RFC 7617: it would end there
        return Problem("customer_id contains a colon", place, KEY)
    return None


def check(what: str, secret: Secret) -> None:
    """Raise InputError if the command does not exist. Does not run it."""
    if isinstance(secret, SecretCommand) and _is_missing(secret.program):
        hint = "Use a program on the PATH, or a path relative to the configuration."
        message = f'there is no command "{secret.name}" for {what}'
        problem = Problem(message, secret.place, _ITEMS if " " in secret.arguments[0] else hint)
        raise InputError(problem)


def _is_missing(program: str) -> bool:
    from shutil import which  # slow to import, and rarely needed

    return which(program) is None


def reveal_secret(what: str, secret: Secret, seconds: float, notify: Notify) -> str:
    """Return the text of a credential. Raises LiveError if it cannot be obtained in time."""
    return secret if isinstance(secret, str) else secret.reveal(what, seconds, notify)


@dataclass(frozen=True)
class Credentials:
    """The login sent to the API."""

    customer_id: str
    customer_secret: str = field(repr=False)

    @cached_property
    def forms(self) -> frozenset[str]:
        """The secret and the base64 of the pair, in every form that a response may quote.

        Leaves out a short secret: hiding it would blank parts of other words.
        """
        plain = self.customer_secret
        pair = _base64(f"{self.customer_id}:{plain}")
        return frozenset({*(forms_of(plain) if len(plain) >= LONG else ()), *pair})

    def hidden(self, text: str) -> str:
        """Return a text without these forms and without the customer id."""
        forms = {*self.forms, *({self.customer_id} if len(self.customer_id) >= LONG else ())}
        # Replace the longest first; otherwise the rest of a longer form would be shown.
        known = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
        return re.sub(known, SENSITIVE, text)


def forms_of(secret: str) -> frozenset[str]:
    """Return a secret in every form that a response may quote: URL, JSON, HTML, base64."""
    forms = {secret, quote(secret, safe=""), quote(secret), quote_plus(secret)}
    forms |= {secret.translate(_OF_HTML), secret.translate(_OF_GO)}
    forms |= {json.dumps(secret)[1:-1], *_base64(secret)}
    return frozenset(forms | {_ESCAPE.sub(_lower, form) for form in forms})


def _base64(text: str) -> Iterator[str]:
    """Yield the standard and the URL-safe base64 of a text, with and without padding."""
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        encoded = encode(text.encode()).decode()
        yield from (encoded, encoded.rstrip("="))


def _lower(found: re.Match[str]) -> str:
    return found[0].lower()
