"""Runs the tests in rules: numbers that a rule must pass, fail or skip."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from driftcheck.model import DEFAULT_ACCOUNT, JSON, LiveList, number_of
from driftcheck.policy import groups
from driftcheck.policy.evaluate import findings, passes
from driftcheck.policy.load import Pack
from driftcheck.policy.rule import Rule, RuleTest
from driftcheck.policy.subject import KNOWN


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of a test: the outcome, and the rule's messages about its numbers."""

    rule: Rule
    test: RuleTest
    outcome: str
    messages: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the outcome is the expected one."""
        return self.outcome == self.test.expect


def run_tests(pack: Pack) -> Iterator[Trial]:
    """Run every test of a pack, with the default parameters and those of the test.

    Raises InputError if the parameters of a test do not fit the rule.
    """
    for index, rule in enumerate(pack.tested):
        for number, test in enumerate(rule.tests):
            if test.given:
                yield _trial(*_variant(pack, index, number))
            else:
                yield _trial(rule, test)


def _variant(pack: Pack, index: int, number: int) -> tuple[Rule, RuleTest]:
    """Return a rule and its test, compiled with the parameters of the test."""
    rule = pack.built(pack.tested[index].tests[number].given)[index]
    return rule, rule.tests[number]


def _trial(rule: Rule, test: RuleTest) -> Trial:
    live = LiveList("tests", test.entries)
    return _of_groups(rule, test, live) if rule.grouped else _of_number(rule, test, live)


def _of_number(rule: Rule, test: RuleTest, live: LiveList) -> Trial:
    entry = live.entries[0]
    subject = _subject(entry, rule.context)
    rule.check_patterns(subject)
    if not rule.selector.is_valid(subject):
        return Trial(rule, test, "skip")
    if passes(rule, subject):
        return Trial(rule, test, "pass")
    found = findings(rule, subject, entry, 0)
    return Trial(rule, test, "fail", tuple(finding.message for finding in found))


def _of_groups(rule: Rule, test: RuleTest, live: LiveList) -> Trial:
    made = groups.groups(rule, live, _subject)
    broken = [group for group in made if groups.is_broken(rule, group)]
    if broken:
        found = (finding for group in broken for finding in groups.findings(rule, group, {}))
        return Trial(rule, test, "fail", tuple(finding.message for finding in found))
    return Trial(rule, test, "pass" if made else "skip")


def _subject(entry: JSON, names: Sequence[str]) -> JSON:
    """Return an entry of a test with the context that the rule reads and the test omits."""
    return {**{name: _left_out(name, entry) for name in names}, **entry}


def _left_out(name: str, entry: JSON) -> JSON:
    if name in KNOWN:
        return KNOWN[name].of(number_of(entry))
    return DEFAULT_ACCOUNT if name == "account" else None
