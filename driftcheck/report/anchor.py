"""Where CI systems show a finding: always a file of the repository, and a line in it."""

import posixpath
from pathlib import PurePath

from driftcheck.model import Place, Report
from driftcheck.report.view import View

_PACK = "builtin:"
_CONFIG = "driftcheck.yaml"


class Anchors:
    """Finds the anchors of one report: names files from the root of the repository, with `/`.

    A finding without a line of its own, such as a number that is only live, is shown at the first
    line of its account's declarations. CI systems drop or refuse findings without a file.
    """

    def __init__(self, report: Report, view: View) -> None:
        self.view = view
        self.names: dict[str, str | None] = {}
        self.config = self._cached_name(report.terms.config if report.terms else _CONFIG) or _CONFIG
        self.homes = {account.name: self._home(account.files) for account in report.accounts}

    def of(self, place: Place | None, account: str | None = None) -> Place:
        """Return the anchor of a place, or else of an account, or else of the configuration."""
        name = self._cached_name(place.file) if place else None
        if place and name:
            return Place(name, place.line, place.column)
        return Place(self.homes.get(account or "", self.config), 1, 1)

    def _home(self, files: tuple[str, ...]) -> str:
        return next(filter(None, map(self._cached_name, files)), self.config)

    def _cached_name(self, file: str) -> str | None:
        """Return a file's name from the root; None if it is outside the repository."""
        if file not in self.names:
            self.names[file] = self._name(file)
        return self.names[file]

    def _name(self, file: str) -> str | None:
        if not file or file.startswith(_PACK):
            return None
        # posixpath does not recognise absolute paths on Windows, which begin with a drive.
        whole = posixpath.normpath(PurePath(self.view.here, file).as_posix())
        root = _posix(self.view.root)
        name = posixpath.relpath(whole, root) if root else whole
        inside = not (name.startswith("../") or PurePath(name).is_absolute() or name in ("..", "."))
        return name if inside else None


def _posix(path: str) -> str:
    return PurePath(path).as_posix() if path else ""
