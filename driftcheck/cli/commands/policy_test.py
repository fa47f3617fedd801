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
@flag("require_tests", "--require-tests", help="Fail rules without both a pass and a fail test.")
def command(packs: Sequence[str], config: Path, require_tests: bool) -> int:
    """Run the tests of rules: example numbers that a rule must pass, fail or skip.

    PACK is a file or builtin:NAME; the default is the packs in the configuration. Tests use the
    default parameters of a pack.

    Exit codes: 0 all tests pass, 2 a test fails, 1 a pack cannot be used.

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
    """A rule and the results of its tests."""

    pack: Pack
    rule: Rule
    trials: tuple[Trial, ...]

    @property
    def broken(self) -> list[Trial]:
        return [trial for trial in self.trials if not trial.holds]

    @property
    def lacks(self) -> str | None:
        """The kinds of test that the rule does not have, as text."""
        kinds = {trial.test.expect for trial in self.trials}
        missing = [kind for kind in ("pass", "fail") if kind not in kinds]
        return " and ".join(f"no {kind} test" for kind in missing) or None

    def failed(self, require_tests: bool) -> bool:
        return bool(self.broken) or (require_tests and self.lacks is not None)


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
    """The printed results."""

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
        passed = len(result.trials) - len(result.broken)
        word, color = self.word(result)
        count = f"{passed} of {len(result.trials)}" if result.broken else str(len(result.trials))
        noun = inflect(len(result.trials), "test")
        lacks = f", {result.lacks}" if result.lacks and result.trials else ""
        yield f"  {_paint(f'{word:<7}', color)} {result.rule.id:<{width}}  {count} {noun}{lacks}"
        for trial in result.broken:
            yield f"          {printable(str(trial.test.place))}: {_failure(trial)}"

    def word(self, result: _Result) -> tuple[str, str]:
        if result.failed(self.require_tests):
            return "FAIL", "red"
        return ("ok", "green") if result.trials else ("-", "yellow")

    def footer(self) -> str:
        trials = [trial for result in self.results for trial in result.trials]
        broken = sum(not trial.holds for trial in trials)
        untested = sum(result.lacks is not None for result in self.results)
        without = f"; {_count(untested, 'rule')} without a pass and a fail test" if untested else ""
        rules = _count(len(self.results), "rule")
        text = f"{rules}, {_count(len(trials), 'test')}: {broken} failed{without}."
        failed = any(result.failed(self.require_tests) for result in self.results)
        return _paint(text, "red" if failed else "green")


def _failure(trial: Trial) -> str:
    messages = f": {'; '.join(map(printable, trial.messages))}" if trial.messages else ""
    return f"expected {trial.test.expect}, got {trial.outcome}{messages}"


def _paint(text: str, color: str) -> str:
    return click.style(text, fg=color) if wants_color(sys.stdout) else text


def _count(count: int, noun: str) -> str:
    return f"{count} {inflect(count, noun)}"
