"""`driftcheck policy test`."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from driftcheck.cli import catalogue
from driftcheck.cli.catalogue import Catalogue
from driftcheck.cli.options import completed, config_option, flag, new_command
from driftcheck.model import ExitCode
from driftcheck.output import say, wants_color
from driftcheck.policy import Pack, Rule
from driftcheck.policy.trial import Trial, run_tests
from driftcheck.words import inflect, printable

_HINT = "Use driftcheck policy test policies/*.yaml, or builtin:baseline."


@new_command("test", "Run the tests of rules.")
@click.argument("packs", metavar="[PACK]...", nargs=-1, shell_complete=completed("pack"))
@config_option()
@flag("require_tests", "--require-tests", help="Fail a rule that lacks a pass or a fail test.")
def command(packs: Sequence[str], config: Path, require_tests: bool) -> int:
    """Run the tests of rules: numbers that a rule must pass, fail or skip.

    PACK is a file, or builtin:NAME; by default, the packs of the configuration. The parameters of
    a pack have their defaults.

    Exit codes: 0 all pass, 2 one fails, 1 a pack cannot be used.

    Examples:
      driftcheck policy test
      driftcheck policy test policies/*.yaml --require-tests
    """
    known = catalogue.packs_of(packs, config) if packs else catalogue.needed_packs(config, _HINT)
    results = _run(known)
    text = "\n".join(_Table(results, require_tests).lines())
    say(text, color=wants_color(sys.stdout))
    failed = any(result.failed(require_tests) for result in results)
    return ExitCode.FINDINGS if failed else ExitCode.CLEAN


@dataclass(frozen=True, slots=True)
class _Result:
    """A rule, and how its tests went."""

    pack: Pack
    rule: Rule
    trials: tuple[Trial, ...]

    @property
    def broken(self) -> list[Trial]:
        return [trial for trial in self.trials if not trial.holds]

    @property
    def wanting(self) -> str | None:
        """The tests that the rule ought to have and has not."""
        kinds = {trial.test.expect for trial in self.trials}
        missing = [kind for kind in ("pass", "fail") if kind not in kinds]
        return " and ".join(f"no {kind} test" for kind in missing) or None

    def failed(self, require_tests: bool) -> bool:
        return bool(self.broken) or (require_tests and self.wanting is not None)


def _run(known: Catalogue) -> list[_Result]:
    results = []
    for pack in known.packs:
        trials = list(run_tests(pack))
        for rule in pack.tested:
            own = tuple(trial for trial in trials if trial.rule.id == rule.id)
            results.append(_Result(pack, rule, own))
    return results


@dataclass(frozen=True, slots=True)
class _Table:
    """What is printed of the results."""

    results: Sequence[_Result]
    require_tests: bool

    def lines(self) -> Iterator[str]:
        width = max(len(result.rule.id) for result in self.results)
        name = None
        for result in self.results:
            if result.pack.file.name != name:
                yield from [""] if name else []
                name = result.pack.file.name
                yield printable(name)
            yield from self.result(result, width)
        yield from ("", self.footer())

    def result(self, result: _Result, width: int) -> Iterator[str]:
        held = len(result.trials) - len(result.broken)
        word, color = self.word(result)
        count = f"{held} of {len(result.trials)}" if result.broken else str(len(result.trials))
        noun = inflect(len(result.trials), "test")
        wanting = f", {result.wanting}" if result.wanting and result.trials else ""
        yield f"  {_paint(f'{word:<7}', color)} {result.rule.id:<{width}}  {count} {noun}{wanting}"
        for trial in result.broken:
            yield f"          {printable(str(trial.test.place))}: {_told(trial)}"

    def word(self, result: _Result) -> tuple[str, str]:
        if result.failed(self.require_tests):
            return "FAIL", "red"
        return ("ok", "green") if result.trials else ("-", "yellow")

    def footer(self) -> str:
        trials = [trial for result in self.results for trial in result.trials]
        broken = sum(not trial.holds for trial in trials)
        untested = sum(result.wanting is not None for result in self.results)
        without = f"; {_count(untested, 'rule')} without a pass and a fail test" if untested else ""
        rules = _count(len(self.results), "rule")
        text = f"{rules}, {_count(len(trials), 'test')}: {broken} failed{without}."
        failed = any(result.failed(self.require_tests) for result in self.results)
        return _paint(text, "red" if failed else "green")


def _told(trial: Trial) -> str:
    said = f": {'; '.join(map(printable, trial.messages))}" if trial.messages else ""
    return f"expected {trial.test.expect}, got {trial.outcome}{said}"


def _paint(text: str, color: str) -> str:
    return click.style(text, fg=color) if wants_color(sys.stdout) else text


def _count(count: int, noun: str) -> str:
    return f"{count} {inflect(count, noun)}"
