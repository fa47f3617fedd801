"""The news of a run, for recipients interested in findings from some severity on."""

from collections.abc import Iterator
from dataclasses import dataclass

from driftcheck.model import Finding, Former, Outcome, Report, Severity
from driftcheck.report import phrases

MOST = 10
"""How many items of a kind a message lists; the report has all of them."""


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One piece of news: its kind, such as `high`, `error` or `fixed`, its subject and its text."""

    kind: str
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """The news of a run.

    `found` has the open findings (neither waived nor in the baseline), the worst first. `new` has
    those of them that the previous run did not have, and `fixed` the findings that are gone.
    """

    report: Report
    found: tuple[Finding, ...]
    new: tuple[Finding, ...]
    fixed: tuple[Former, ...]

    @classmethod
    def of(cls, report: Report, least: Severity) -> "News":
        """Return the news of a report; without a history, every open finding is new."""
        found = tuple(f for f in report.findings if phrases.is_open(f) and f.severity >= least)
        is_first = report.history is None or report.history.previous is None
        new = tuple(f for f in found if is_first or (f.age and f.age.is_new))
        earlier = report.history or report.baseline
        fixed = earlier.fixed if earlier else ()
        return cls(report, found, new, tuple(f for f in fixed if f.severity >= least))

    @property
    def occasions(self) -> frozenset[str]:
        """The occasions that apply, by their names under `on` in the configuration."""
        there = {
            "new": bool(self.new),
            "any": bool(self.found),
            "fixed": bool(self.fixed),
            "error": self.report.outcome is Outcome.ERROR,
            "always": True,
        }
        return frozenset(name for name, is_there in there.items() if is_there)

    @property
    def title(self) -> str:
        """The verdict in one line."""
        return f"driftcheck: {phrases.verdict(self.report)}"

    @property
    def counts(self) -> str:
        """The numbers of open, new and fixed findings, in words; empty if there are none."""
        parts = [f"{phrases.severities(self.found)} to look at"] if self.found else []
        parts += [f"{len(self.new):,} new"] if 0 < len(self.new) < len(self.found) else []
        parts += [f"{len(self.fixed):,} fixed"] if self.fixed else []
        return ", ".join(parts)

    def items(self) -> Iterator[NewsItem]:
        """Yield the news: the reasons for no verdict, the worst findings, and what is fixed."""
        problems = self.report.all_problems
        yield from (NewsItem("error", phrases.trouble(problem)) for problem in problems[:MOST])
        yield from _more(len(problems), "errors")
        yield from (_of(finding, self.report) for finding in self.found[:MOST])
        yield from _more(len(self.found), "findings")
        yield from (NewsItem("fixed", _name(former), former.check) for former in self.fixed[:MOST])
        yield from _more(len(self.fixed), "fixed")


def _of(finding: Finding, report: Report) -> NewsItem:
    label = phrases.cut(report.heading(finding).label)
    name = phrases.full_name(finding, report)
    about = f"{name} ({label})" if label else name
    return NewsItem(finding.severity.label, about, phrases.what(finding))


def _name(former: Former) -> str:
    return phrases.cut(" ".join(filter(None, [former.account, former.phone_number, former.path])))


def _more(count: int, what: str) -> Iterator[NewsItem]:
    if count > MOST:
        yield NewsItem("more", f"… and {count - MOST:,} more {what}")
