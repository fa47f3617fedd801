"""The news of a run, for recipients interested in findings from some severity on."""

from collections.abc import Iterator
from dataclasses import dataclass

from driftcheck.model import Finding, Former, Outcome, Report, Severity
from driftcheck.report import notes, phrases

MOST = 10
"""How many items of a kind a message lists at most; the report has all of them."""


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One piece of news: its kind, such as `high`, `error` or `fixed`, its subject and its text.

    `why` says whether a finding is new or worse, and how old it is; empty if all findings are new.
    """

    kind: str
    name: str
    text: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """The news of a run.

    `found` has the open findings (neither waived nor in the baseline): first `new`, those that the
    previous run did not have, then `worse`, then the others, each the worst first. `fixed` has the
    findings that are gone.
    """

    report: Report
    found: tuple[Finding, ...]
    new: tuple[Finding, ...]
    worse: tuple[Finding, ...]
    fixed: tuple[Former, ...]

    @classmethod
    def of(cls, report: Report, least: Severity) -> "News":
        """Return the news of a report; without a history, every open finding is new."""
        is_first = report.history is None or report.history.previous is None
        new, worse, known = list[Finding](), list[Finding](), list[Finding]()
        for finding in filter(phrases.is_open, report.findings):
            age = finding.age
            if finding.severity < least:
                continue
            if is_first or (age and age.is_new):
                new.append(finding)
            else:
                (worse if age and age.worse else known).append(finding)
        earlier = report.history or report.baseline
        fixed = tuple(f for f in earlier.fixed if f.severity >= least) if earlier else ()
        return cls(report, (*new, *worse, *known), tuple(new), tuple(worse), fixed)

    @property
    def occasions(self) -> frozenset[str]:
        """The occasions that apply, by their names under `on` in the configuration."""
        there = {
            "new": bool(self.new or self.worse),
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
        """The numbers of open, new, worse and fixed findings, in words; empty if there are none."""
        parts = [f"{phrases.severities(self.found)} to look at"] if self.found else []
        parts += [f"{len(self.new):,} new"] if 0 < len(self.new) < len(self.found) else []
        parts += [f"{len(self.worse):,} worse"] if self.worse else []
        parts += [f"{len(self.fixed):,} fixed"] if self.fixed else []
        return ", ".join(parts)

    def items(self, most: int = MOST) -> Iterator[NewsItem]:
        """Yield the news, `most` items of a kind: why there is no verdict, findings, what is fixed.

        What is left out is counted.
        """
        problems = self.report.all_problems
        yield from (NewsItem("error", phrases.trouble(problem)) for problem in problems[:most])
        yield from _more(len(problems) - most, "errors")
        yield from map(self._item, self.found[:most])
        yield from _more(len(self.found) - most, "findings")
        yield from (NewsItem("fixed", _name(former), former.check) for former in self.fixed[:most])
        yield from _more(len(self.fixed) - most, "fixed")

    def latest(self) -> Iterator[NewsItem]:
        """Yield new and worse findings as `items` does; nothing if all findings are new."""
        listed = (*self.new, *self.worse)
        if len(self.new) < len(self.found):
            yield from map(self._item, listed[:MOST])
            yield from _more(len(listed) - MOST, "new or worse")

    def _item(self, finding: Finding) -> NewsItem:
        label = phrases.cut(self.report.heading(finding).label)
        name = phrases.full_name(finding, self.report)
        about = f"{name} ({label})" if label else name
        return NewsItem(finding.severity.label, about, phrases.what(finding), self._why(finding))

    def _why(self, finding: Finding) -> str:
        return "" if len(self.new) == len(self.found) else notes.age(finding)


def _name(former: Former) -> str:
    return phrases.cut(" ".join(filter(None, [former.account, former.phone_number, former.path])))


def _more(count: int, what: str) -> Iterator[NewsItem]:
    if count > 0:
        yield NewsItem("more", f"… and {count:,} more {what}")
