"""The text report around its findings: the sources of lists, counts and the verdict."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from driftcheck.model import (
    AccountResult,
    Comparison,
    Former,
    Outcome,
    Problem,
    Report,
    Severity,
)
from driftcheck.report import notes, phrases, table
from driftcheck.report.layout import GAP, Layout
from driftcheck.report.steps import updates
from driftcheck.report.view import View
from driftcheck.words import clip, printable, width_of

Item = TypeVar("Item")
COLORS: dict[Severity, dict[str, object]] = {
    Severity.CRITICAL: {"fg": "red", "bold": True},
    Severity.HIGH: {"fg": "red"},
    Severity.MEDIUM: {"fg": "yellow"},
    Severity.LOW: {"fg": "cyan"},
    Severity.INFO: {"dim": True},
}
INDENT = 14
"""The column at which the text next to a severity begins."""
ROOMY = 90
"""The minimum width of a wide terminal, in columns."""
_VERDICTS = {Outcome.CLEAN: "green", Outcome.FINDINGS: "red", Outcome.ERROR: "red"}
_MAX_FIXED = 20
_MAX_STEPS = 4
_MANY = 10


class Frame(Layout):
    """Writes the parts around the findings. `hidden` counts findings that are not shown."""

    def __init__(self, report: Report, view: View) -> None:
        super().__init__(view)
        self.report = report
        self.several = len(report.accounts) > 1
        self.hidden = 0

    def first(self, items: Sequence[Item], most: int) -> Sequence[Item]:
        """Return the items to show; leaving out only one or two is not worth it."""
        return items if self.view.whole or len(items) <= most + 2 else items[:most]

    def sources(self) -> Iterator[str]:
        """Yield the sources of the live lists; for many accounts, only their number."""
        listed = self.report.accounts
        if len(listed) > table.MAX_ROWS and not self.view.whole:
            yield from map(
                self.dim, self.fold(notes.live_lists(self.report) or "Live lists read: 0.")
            )
            return
        for account in listed:
            yield from self._source(account)

    def _source(self, account: AccountResult) -> Iterator[str]:
        name = f" of {printable(account.name)}" if self.several else ""
        text = f"Live list{name}: {printable(account.source or 'none')}{notes.fetch_time(account)}"
        yield from map(self.dim, self.fold(text, whole=True))

    def footer(self) -> Iterator[str]:
        """Yield the lines below the findings; the verdict is last."""
        report = self.report
        yield from self._problems()
        yield from self._accounts()
        if report.outcome is not Outcome.ERROR or report.was_read:
            yield from self._checks()
            for note in notes.lines(report):
                yield from self.fold(note)
            if report.confirmation:
                yield from self.formers("once", report.confirmation.once, dim=True)
            yield from self.fold(phrases.counts(report))
            yield from self.fold(phrases.coverage(report))
            if report.baseline:
                yield from self._baseline(report.baseline)
            if report.history:
                yield from self.formers("fixed", report.history.fixed, fg="green")
        if said := notes.provenance(report.commit, report.run_url):
            yield from map(self.dim, self.fold(said, whole=True))
        if self.hidden:
            yield from self.fold(f"{self.hidden:,} findings are not shown here; --all shows them.")
        yield from self._next()
        yield from self.verdict()

    def _next(self) -> Iterator[str]:
        """Yield the commands that declare what is unmanaged or changed."""
        found = updates(self.report)
        update = self.view.update() if found else ""
        steps = [(f"{one.about}:", f"{update}{one.options}") for one in found if update]
        steps = [step for step in steps if printable(self.view.mask(step[1])) == step[1]]
        for about, command in (shown := self.first(steps, _MAX_STEPS)):
            if width_of(about) + width_of(command) + len(GAP) <= self.view.width:
                yield f"{about}{GAP}{command}"
            else:
                yield from [*self.fold(about), f"  {command}"]
        if left := len(steps) - len(shown):
            yield from self.fold(f"… and {left:,} more commands; --all shows them.")

    def _problems(self) -> Iterator[str]:
        report = self.report
        unread = report.all_problems[: len(report.all_problems) - len(report.problems)]
        if unread and self.several:
            yield from self._trouble("Not all accounts were checked:", unread)
        elif unread:
            name = printable(report.accounts[0].name)
            yield from self._trouble(f"Account {name} was not checked:", unread)
        if report.problems:
            yield from self._trouble("Not written:", report.problems)

    def _accounts(self) -> Iterator[str]:
        """Yield the state of each account, if there are several."""
        if self.several:
            yield from [""] if self.report.all_problems else []
            yield "Accounts:"
            for row in table.rows(self.report, self.view.width - 2, self.view.whole):
                yield f"  {row}"
            yield ""

    def _trouble(self, title: str, problems: Iterable[Problem]) -> Iterator[str]:
        yield from (self.paint(line, fg="red") for line in self.fold(title))
        for problem in problems:
            for indent, text in ((2, str(problem)), (4, problem.hint or "")):
                yield from self.hang(" " * indent, printable(text), indent, whole=True)

    def _checks(self) -> Iterator[str]:
        """Yield the number of findings of each check, if that is shorter than the findings."""
        opened = [finding for finding in self.report.findings if phrases.is_open(finding)]
        found = phrases.tallies(opened)
        if len(opened) <= _MANY or (len(opened) < 2 * len(found) and not self.hidden):
            return
        column = max(len(tally.check) for tally in found)
        for tally in found:
            severity = tally.severity
            head = self.paint(f"{severity.label:<{INDENT - 4}}", **COLORS[severity])
            title = printable(self.report.title(tally.check)) if self.view.width >= ROOMY else ""
            line = f"{len(tally.findings):>7,}  {tally.check:<{column}}  {title}".rstrip()
            yield f"  {head}{clip(line, self.view.width - INDENT + 2)}"
        yield ""

    def _baseline(self, baseline: Comparison) -> Iterator[str]:
        yield from self.fold(phrases.comparison(self.report, baseline))
        yield from self.formers("fixed", baseline.fixed, fg="green")

    def formers(self, word: str, formers: Sequence[Former], **style: object) -> Iterator[str]:
        """Yield findings that are gone, each after a word such as `fixed`."""
        limit = len(formers) if self.view.whole else _MAX_FIXED
        for former in formers[:limit]:
            account = f"{former.account} " if self.several else ""
            name = " ".join(filter(None, [former.phone_number, former.path]))
            yield from self.line(word, printable(f"{account}{name}  [{former.check}]"), **style)
        if len(formers) > limit:
            yield f"    … and {len(formers) - limit:,} more {word}"

    def line(self, head: str, text: str, **style: object) -> Iterator[str]:
        """Return a line with a painted head; its text is folded and stays beside the head."""
        painted = self.paint(f"{head:<{INDENT - 4}}", **style)
        return self.hang(f"    {painted}", text, INDENT)

    def verdict(self) -> Iterator[str]:
        """Yield the verdict and the exit code on one line."""
        report = self.report
        text = f"{phrases.verdict(report)} {phrases.ending(report)}"
        yield self.paint(text, fg=_VERDICTS[report.outcome], bold=True)  # on one line always
