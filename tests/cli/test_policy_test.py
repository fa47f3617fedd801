"""`driftcheck policy test` runs the tests of rules."""

import os
import pty
import subprocess
import sys

from driftcheck.system import builtin_packs
from tests.each import each
from tests.support import CONFIG, HANGS, Project

GOOD = """\
version: 1
name: good
rules:
  - id: takes-calls
    title: A number takes calls
    severity: low
    when: {provider: twilio}
    require: {inbound: true}
    tests:
      - pass: {provider: twilio, inbound: true}
      - fail: {provider: twilio, inbound: false}
      - skip: {provider: byo}
  - id: has-label
    title: A number has a label
    severity: low
    require: {label: {type: string}}
    tests: [{pass: {label: Sales}}, {fail: {}}]
"""
FAILING = GOOD.replace("fail: {provider: twilio, inbound: false}", "pass: {provider: twilio}")
UNTESTED = """\
version: 1
name: untested
rules:
  - {id: bare, title: T, severity: low, require: {inbound: true}}
  - id: passes-only
    title: T
    severity: low
    require: {inbound: true}
    tests: [{pass: {inbound: true}}]
  - id: fails-only
    title: T
    severity: low
    require: {inbound: true}
    tests: [{fail: {inbound: false}}, {fail: {}}]
"""
PARAMS = """\
version: 1
name: params
params:
  most: {type: integer, minimum: 1, default: 2}
rules:
  - id: crowded
    title: At most ${most} numbers share a label
    severity: low
    group_by: label
    count: {maximum: '${most}'}
    tests:
      - pass: [{label: a}, {label: a}, {label: b}]
      - fail: [{label: a}, {label: a}, {label: a}]
      - fail: [{label: a}, {label: a}]
        with: {most: 1}
      - pass: [{label: a}, {label: a}, {label: a}]
        with: {most: 3}
      - skip: [{}, {label: null}]
"""
UNIQUE = """\
version: 1
name: unique
rules:
  - id: one-each
    title: No two numbers share a label
    severity: low
    unique: label
    tests:
      - pass: [{label: a}, {label: b}]
      - fail: [{label: a}, {label: a}]
      - pass: [{label: c}, {label: c}]
"""
BROKEN = (
    "version: 1\nname: b\nrules:\n  - {id: b, title: t, severity: low, require: {inboud: true}}\n"
)


def test_the_exit_code_is_0_if_all_tests_pass(project: Project) -> None:
    ran = project.write(good__yaml=GOOD).run("policy", "test", "good.yaml")
    assert (ran.code, ran.err) == (0, "")
    table = "  ok      takes-calls  3 tests\n  ok      has-label    2 tests\n"
    assert ran.out == f"good.yaml\n{table}\n2 rules, 5 tests: 0 failed.\n"


def test_a_failing_test_is_exit_2_with_its_place_and_the_messages_of_the_rule(
    project: Project,
) -> None:
    ran = project.write(failing__yaml=FAILING).run("policy", "test", "failing.yaml")
    assert (ran.code, ran.err) == (2, "")
    assert ran.out == (
        "failing.yaml\n"
        "  FAIL    takes-calls  2 of 3 tests, no fail test\n"
        "          failing.yaml:11:9: expected pass, got fail: A number takes calls: "
        "inbound is not configured\n"
        "  ok      has-label    2 tests\n"
        "\n"
        "2 rules, 5 tests: 1 failed; 1 rule without a pass and a fail test.\n"
    )


@each(
    ("test", "told"),
    [
        ("fail: {inbound: true}", "expected fail, got pass"),
        ("fail: {inbound: true, provider: byo}", "expected fail, got skip"),
        ("pass: {inbound: true, provider: byo}", "expected pass, got skip"),
        ("skip: {inbound: true}", "expected skip, got pass"),
        ("skip: {}", "expected skip, got fail: T: inbound is not configured"),
    ],
)
def test_actual_and_expected_outcomes_are_shown(project: Project, test: str, told: str) -> None:
    when = "when: {not: {provider: byo}}, require: {inbound: true}"
    rule = f"  - {{id: r, title: T, severity: low, {when}, tests: [{{{test}}}]}}\n"
    project.write(p__yaml="version: 1\nname: p\nrules:\n" + rule)
    ran = project.run("policy", "test", "p.yaml")
    assert ran.code == 2
    assert f"          p.yaml:4:{rule.index(test)}: {told}\n" in ran.out


def test_rules_without_tests_pass_unless_tests_are_required(project: Project) -> None:
    ran = project.write(untested__yaml=UNTESTED).run("policy", "test", "untested.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "untested.yaml\n"
        "  -       bare         0 tests\n"
        "  ok      passes-only  1 test, no fail test\n"
        "  ok      fails-only   2 tests, no pass test\n"
        "\n"
        "3 rules, 3 tests: 0 failed; 3 rules without a pass and a fail test.\n"
    )


def test_require_tests_fails_every_rule_without_a_pass_and_a_fail_test(project: Project) -> None:
    project.write(untested__yaml=UNTESTED, good__yaml=GOOD)
    ran = project.run("policy", "test", "--require-tests", "untested.yaml", "good.yaml")
    assert (ran.code, ran.err) == (2, "")
    words = [line.split()[:2] for line in ran.out.splitlines() if line.startswith("  ")]
    failed, held = ("bare", "passes-only", "fails-only"), ("takes-calls", "has-label")
    assert words == [*(["FAIL", rule] for rule in failed), *(["ok", rule] for rule in held)]


def test_the_environment_can_require_tests(project: Project) -> None:
    project.write(untested__yaml=UNTESTED)
    env = {"DRIFTCHECK_REQUIRE_TESTS": "1"}
    assert project.run("policy", "test", "untested.yaml", env=env).code == 2


@each("name", builtin_packs())
def test_every_shipped_pack_passes_with_tests_required(name: str, project: Project) -> None:
    (project.folder / "driftcheck.yaml").unlink()
    ran = project.run("policy", "test", f"builtin:{name}", "--require-tests")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"builtin:{name}\n  ok ")
    assert ran.out.endswith(" tests: 0 failed.\n")


def test_the_packs_of_the_configuration_are_tested_by_default(project: Project) -> None:
    policies = "policies: [good.yaml, builtin:naming]\n"
    project.write(good__yaml=GOOD, driftcheck__yaml=CONFIG + policies)
    ran = project.run("policy", "test")
    assert (ran.code, ran.err) == (0, "")
    parts = [part.splitlines()[0] for part in ran.out.split("\n\n")[:-1]]
    assert parts == ["good.yaml", "builtin:naming"]


def test_several_packs_are_tested_in_order_and_one_failure_is_exit_2(project: Project) -> None:
    project.write(
        failing__yaml=FAILING, unique__yaml=UNIQUE.replace("label: c}, {", "label: d}, {")
    )
    ran = project.run("policy", "test", "unique.yaml", "failing.yaml", "builtin:naming")
    assert ran.code == 2
    parts = [part.splitlines()[0] for part in ran.out.split("\n\n")[:-1]]
    assert parts == ["unique.yaml", "failing.yaml", "builtin:naming"]


def test_rules_about_groups_are_tested_with_lists_of_numbers(project: Project) -> None:
    ran = project.write(unique__yaml=UNIQUE).run("policy", "test", "unique.yaml")
    assert ran.code == 2
    assert "  FAIL    one-each  2 of 3 tests\n" in ran.out
    assert "          unique.yaml:11:9: expected pass, got fail: No two numbers share a " in ran.out


def test_a_test_may_set_its_own_parameters(project: Project) -> None:
    project.write(params__yaml=PARAMS)
    ran = project.run("policy", "test", "params.yaml", "--require-tests")
    assert (ran.code, ran.err) == (0, "")
    assert "  ok      crowded  5 tests\n" in ran.out
    project.write(params__yaml=PARAMS.replace("{most: 1}", "{most: 2}"))
    ran = project.run("policy", "test", "params.yaml")
    assert ran.code == 2
    assert "          params.yaml:14:9: expected fail, got pass\n" in ran.out


def test_tests_use_default_parameters_whatever_is_configured(project: Project) -> None:
    policies = "policies: [{pack: params.yaml, with: {most: 9}}]\n"
    project.write(params__yaml=PARAMS, driftcheck__yaml=CONFIG + policies)
    assert project.run("policy", "test").code == 0
    failing = PARAMS.replace("default: 2", "default: 9")
    policies = policies.replace("9", "2")
    project.write(params__yaml=failing, driftcheck__yaml=CONFIG + policies)
    assert project.run("policy", "test").code == 2


def test_a_rule_that_is_off_is_still_tested(project: Project) -> None:
    policies = "policies: [failing.yaml]\nseverity: {takes-calls: off}\n"
    project.write(failing__yaml=FAILING, driftcheck__yaml=CONFIG + policies)
    assert project.run("policy", "test").code == 2


HINT = "  Use driftcheck policy test policies/*.yaml, or builtin:baseline.\n"
NO_FIELD = 'Error: b.yaml:4:48: no number has a field "inboud"\n  Did you mean "inbound"?\n'
NO_PARAM = 'Error: w.yaml:17:16: the pack has no parameter "mots"\n  Did you mean "most"?\n'


@each(
    ("args", "err"),
    [
        (["b.yaml"], NO_FIELD),
        (["good.yaml", "b.yaml"], NO_FIELD),
        (["w.yaml"], NO_PARAM),
        (["nope.yaml"], 'Error: there is no file "nope.yaml"\n'),
        ([], "Error: the configuration has no policy pack\n" + HINT),
    ],
)
def test_a_pack_that_cannot_be_used_is_exit_1(args: list[str], err: str, project: Project) -> None:
    wrong = PARAMS.replace("with: {most: 3}", "with: {mots: 3}")
    project.write(b__yaml=BROKEN, good__yaml=GOOD, w__yaml=wrong)
    ran = project.run("policy", "test", *args)
    assert (ran.code, ran.out, ran.err) == (1, "", err)


def test_no_packs_and_no_configuration_is_exit_1(project: Project) -> None:
    (project.folder / "driftcheck.yaml").unlink()
    ran = project.run("policy", "test")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == 'Error: there is no configuration file "driftcheck.yaml"\n' + HINT


def test_hostile_text_in_a_test_and_a_password_are_not_printed(project: Project) -> None:
    config = r'outbound_config: {password: hunter2, prefix: "\e[31mtls\u202e"}'
    rule = (
        r'  - {id: r, title: "T \e[31m\n\u202e", severity: low, require: '
        "{outbound_config.password: {minLength: 20}, outbound_config.prefix: udp}, "
        f"tests: [{{pass: {{{config}}}}}]}}\n"
    )
    project.write(p__yaml="version: 1\nname: p\nrules:\n" + rule)
    ran = project.run("policy", "test", "p.yaml")
    assert ran.code == 2
    assert all(sign.isprintable() or sign == "\n" for sign in ran.out)
    assert "expected pass, got fail: T " in ran.out
    assert "hunter2" not in ran.out


def test_nothing_is_colored_when_it_is_piped(project: Project) -> None:
    project.write(failing__yaml=FAILING)
    assert "\x1b" not in project.run("policy", "test", "failing.yaml", env={"NO_COLOR": ""}).out


def test_color_can_be_forced_although_it_is_piped(project: Project) -> None:
    project.write(failing__yaml=FAILING)
    env = {"NO_COLOR": "", "FORCE_COLOR": "1"}
    out = project.run("policy", "test", "failing.yaml", env=env).out
    assert "\x1b[31mFAIL" in out
    assert "\x1b[32mok" in out


def test_a_terminal_gets_color(project: Project) -> None:
    terminal, stdout = pty.openpty()
    env = {name: value for name, value in os.environ.items() if not name.endswith("_COLOR")}
    done = subprocess.run(
        [sys.executable, "-m", "driftcheck", "policy", "test", "failing.yaml"],
        cwd=project.write(failing__yaml=FAILING).folder,
        stdout=stdout,
        env={**env, "TERM": "xterm"},
        check=False,
        timeout=HANGS,
    )
    os.close(stdout)
    shown = os.read(terminal, 4096)
    os.close(terminal)
    assert done.returncode == 2
    assert b"\x1b[31mFAIL" in shown
    assert b"\x1b[32mok" in shown
