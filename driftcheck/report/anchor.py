"""Where CI systems show findings, and how they tell those of several configurations apart.

Each finding is shown at a line of a file in the repository.
"""

from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath

from driftcheck.model import Place, Problem, Report, fingerprint

_CONFIG = "driftcheck.yaml"


class Anchors:
    """Finds the anchors of one report: names files from the root of the repository, with `/`.

    A finding without a line of its own, such as a number that is only live, is shown at the first
    line of its account's declarations. CI systems drop or refuse findings without a file. `config`
    is the path of the configuration if others may be in the repository; empty if it is
    driftcheck.yaml at the root.
    """

    def __init__(self, report: Report) -> None:
        self._paths = report.paths
        own = report.paths.get(report.terms.config) if report.terms else None
        homes = {account.name: self._first(account.files) for account in report.accounts}
        self._homes = {name: home for name, home in homes.items() if home}
        self._last = own or next(iter(self._homes.values()), _CONFIG)
        self.config = _identity(report.config_path, own)

    def of(self, place: Place | None, account: str | None = None) -> Place:
        """Return the anchor of a place, or else of an account, or else of the configuration."""
        if place and place.file in self._paths:
            return place._replace(file=self._paths[place.file])
        return Place(self._homes.get(account or "", self._last), 1, 1)

    def moved(self, report: Report) -> Report:
        """Return a report whose findings and problems name files below the root from there.

        Other files keep their names.
        """
        return report._replace(
            accounts=tuple(
                account._replace(problems=self._of_problems(account.problems))
                for account in report.accounts
            ),
            findings=tuple(
                finding._replace(location=self._named(finding.location))
                for finding in report.findings
            ),
            problems=self._of_problems(report.problems),
        )

    def _of_problems(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        return tuple(map(self.named, problems))

    def named(self, problem: Problem) -> Problem:
        """Return a problem that names its file from the root, if it is below it."""
        return replace(problem, place=self._named(problem.place))

    def _named(self, place: Place | None) -> Place | None:
        return place and place._replace(file=self._paths.get(place.file, place.file))

    def key(self, found: str) -> str:
        """Return a fingerprint that no other configuration of the repository has."""
        return fingerprint(self.config, "", None, found) if self.config else found

    def _first(self, files: tuple[str, ...]) -> str | None:
        return next((self._paths[file] for file in files if file in self._paths), None)


def _identity(path: str, own: str | None) -> str:
    """Return what tells a configuration apart from others; empty for the one at the root."""
    if PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute():
        path = own or fingerprint("", "", None, path)  # no report shows the folders of a machine
    return "" if path == _CONFIG else path
