"""A verdict is right or refused: false clean results, and files that must survive."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.each import each
from tests.support import CONFIG, NUMBER, Project, number

RULE = "  - {{id: r, title: t, severity: high, {0}}}\n"
PACK = "version: 1\nname: p\nrules:\n" + RULE
ALLOWS_ALL = PACK.format("require: {label: {minLength: 1}}")


@each("key", ["declared", "policies", "waivers"])
@each("how", ["dangling", "loop", "fifo", "folder"])
def test_an_unreadable_match_of_a_glob_is_no_verdict(project: Project, key: str, how: str) -> None:
    good = {"policies": ALLOWS_ALL, "waivers": "version: 1\nwaivers: []\n"}
    text = good.get(key, (project.folder / "numbers.yaml").read_text())
    project.write(
        driftcheck__yaml=CONFIG.replace("declared: [numbers.yaml]\n", "")
        + ("declared: [numbers.yaml]\n" if key != "declared" else "")
        + f"{key}: ['f/*.yaml']\n",
        f___a__yaml=text,
    )
    assert project.run("check", "-q").code == 0
    bad = project.folder / "f" / "b.yaml"
    if how == "fifo":
        os.mkfifo(bad)
    elif how == "folder":
        bad.mkdir()
    else:
        bad.symlink_to("gone" if how == "dangling" else "b.yaml")
    for command in ("check", "validate"):
        ran = project.run(command)
        assert (ran.code, ran.out) == (1, "")
        assert '"f/b.yaml" is not a file that can be read' in ran.err


@each(
    "rule",
    [
        'schema: {patternProperties: {"^declared$": {type: object}}}',
        'schema: {$schema: "http://json-schema.org/draft-04/schema#", required: [label]}',
        "require: {label: {minItems: 5}}",
        "require: {label: {minimum: 5}}",
        'require: {inbound: {pattern: "^t"}}',
        "require: {inbound_config.allowed_addresses: {minLength: 1}}",
        "when: {associated_pipeline: {type: 'null'}}, require: {label: zzz}",
        "when: {associated_pipeline: {const: null}}, require: {label: zzz}",
        "when: {associated_pipeline: {enum: [null]}}, require: {label: zzz}",
        "when: {label: {enum: []}}, require: {label: zzz}",
        "schema: {then: {required: [zzz]}}",
        "schema: {patternProperties: {'^outbound_config$': {required: [transprot]}}}",
        "when: {account: prod}, require: {label: zzz}",
    ],
)
def test_a_rule_that_would_pass_by_mistake_is_no_verdict(project: Project, rule: str) -> None:
    project.write(driftcheck__yaml=CONFIG + "policies: [p.yaml]\n", p__yaml=PACK.format(rule))
    for command in ("check", "validate"):
        ran = project.run(command)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith("Error: p.yaml:4:")


def test_one_is_not_true(project: Project) -> None:
    """Even if the schema allows it."""
    project.write(driftcheck__yaml=CONFIG + "severity: {schema-invalid: off}\n")
    project.live(number(inbound=1))
    (finding,) = project.report()["findings"]
    assert (finding["path"], finding["expected"], finding["actual"]) == ("inbound", True, 1)


def test_api_text_cannot_forge_a_verdict(project: Project) -> None:
    project.write(live__json='{"x\\nCLEAN: no finding at or above low. Exit code 0.\\n::x::": 1}')
    ran = project.run("check", "-o", "text")
    assert ran.code == 1
    verdicts = [line for line in ran.out.splitlines() if line.lstrip().startswith(("CLEAN", "::"))]
    assert verdicts == []
    assert ran.out.splitlines()[-1].startswith("ERROR: ")


def test_messages_on_stderr_cannot_control_the_terminal(project: Project) -> None:
    project.write(live__json='{"\\u001b[2J\\u202e": 1}')
    ran = project.run("check")
    assert "\\x1b[2J\\u202e" in ran.err
    assert "\x1b" not in ran.stderr


@each("secret", ["*hunter2", "!hunter2", "&hunter2"])
@each("where", ["config", "declared"])
def test_a_secret_that_yaml_reads_as_another_type_is_not_printed(
    project: Project, secret: str, where: str
) -> None:
    if where == "config":
        agora = f"live: {{agora: {{customer_id: a, customer_secret: {secret} }}}}\n"
        project.write(driftcheck__yaml=f"version: 1\ndeclared: [numbers.yaml]\n{agora}")
    else:
        trunk = f"outbound_config: {{password: {secret} }}"
        project.write(
            numbers__yaml=f"version: 1\nnumbers: [{{phone_number: +12025550100, {trunk}}}]"
        )
    ran = project.run("check", "-o", "json")
    assert ran.code == 1
    assert "hunter2" not in ran.out + ran.stderr
    assert "put it in quotes" in ran.err


def test_files_are_written_before_the_verdict_is_printed(project: Project) -> None:
    """So that the verdict agrees with the exit code."""
    ran = project.run("check", "-o", "text", "-o", "json=live.json/x.json")
    assert ran.code == 1
    assert ran.out.endswith("ERROR: a report could not be written. Exit code 1.\n")


def test_one_file_under_two_names_is_refused(project: Project) -> None:
    path = project.folder / "report.json"
    ran = project.run("check", "-o", "json=report.json", "-o", f"text={path}")
    assert (ran.code, path.exists()) == (1, False)


def test_a_report_is_written_through_a_link(project: Project) -> None:
    link = project.folder / "link.json"
    link.symlink_to("target.json")
    assert project.run("check", "-o", "json=link.json").code == 0
    assert link.is_symlink()
    assert json.loads((project.folder / "target.json").read_text())["outcome"] == "clean"


def test_a_device_stays_a_device(project: Project) -> None:
    assert project.run("check", "-q", "-o", "json=/dev/null").code == 0
    assert Path("/dev/null").is_char_device()


def test_an_entry_nested_too_deep_is_no_verdict(project: Project) -> None:
    deep = json.dumps(number(phone_number="+1999", x=0)).replace(
        '"x": 0', f'"x": {"[" * 900}{"]" * 900}'
    )
    ran = project.write(live__json=f"[{deep}]").run("check")
    assert ran.code == 1
    assert "nested too deeply" in ran.err


def test_a_very_long_phone_number_is_a_finding_and_not_slow(project: Project) -> None:
    project.live(NUMBER, number(phone_number="+" + "1" * 60_000))
    ran = project.run("check", "-o", "json")
    assert (ran.code, ran.json["summary"]["unmanaged"]) == (2, 1)


def test_an_old_locale_does_not_suppress_the_verdict(project: Project) -> None:
    project.live(number(label="Ünïcode"))
    ran = project.run("check", env={"PYTHONIOENCODING": "ascii"})
    assert (ran.code, ran.err) == (2, "")
    assert '"Support" \\u2192 "\\xdcn\\xefcode"' in ran.out


@each("args", ["check", "validate", "--help", "schema number"])
def test_a_stdout_that_is_full_or_closed_is_an_error(project: Project, args: str) -> None:
    for redirect in (">/dev/full", ">&-"):
        code = f"exec python -m driftcheck {args} {redirect}"
        ran = project.python(
            "-c", f"import os; os.execlp('sh', 'sh', '-c', {_with_python(code)!r})"
        )
        assert "internal error" not in ran.stderr
        assert "Traceback" not in ran.stderr
        assert ran.code in (0, 1)


def _with_python(code: str) -> str:
    return code.replace("python", sys.executable, 1)


def test_a_deleted_working_directory_does_not_crash(project: Project) -> None:
    """It is deleted after the imports, as some libraries need one."""
    gone = project.folder / "gone"
    gone.mkdir()
    config = project.folder / "driftcheck.yaml"
    code = (
        "import os, driftcheck.cli.commands.check; from driftcheck.__main__ import main; "
        f"os.chdir({str(gone)!r}); os.rmdir({str(gone)!r}); "
        f"main(['check', '-q', '-c', {str(config)!r}])"
    )
    ran = project.python("-c", code)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("emoji", ["\\ud83d\\ude00", "😀"])
def test_the_apis_own_response_is_a_clean_declaration(project: Project, emoji: str) -> None:
    text = json.dumps([number(label="X")]).replace('"X"', f'"a {emoji} \\\\\\\\ud83d"')
    project.write(numbers__yaml=text, live__json=text)
    ran = project.run("check")
    assert (ran.code, ran.err) == (0, "")


@each("pipeline", [None, {}, {"pipeline_id": None}, {"pipeline_id": None, "pipeline_name": None}])
def test_diff_and_policies_agree_on_not_configured(project: Project, pipeline: object) -> None:
    project.write(
        driftcheck__yaml=CONFIG + "policies: [p.yaml, builtin:baseline]\n",
        p__yaml=PACK.format("require: {associated_pipeline: null}"),
        numbers__yaml="- {phone_number: +12025550100, associated_pipeline: null}\n",
    )
    project.live(number(inbound=False, associated_pipeline=pipeline))
    ran = project.run("check")
    assert (ran.code, ran.err) == (0, "")


def test_an_error_report_has_the_configured_fail_on(project: Project) -> None:
    project.write(driftcheck__yaml=CONFIG + "fail_on: critical\n", numbers__yaml="")
    assert project.report()["fail_on"] == "critical"


def test_waivers_of_one_check_are_distinguished(project: Project) -> None:
    one = "{check: drift-missing, numbers: [+19, %s], reason: r, owner: o, expires: 2020-01-01}"
    text = f"version: 1\nwaivers:\n- {one % '+17'}\n- {one % '+18'}\n"
    project.write(driftcheck__yaml=CONFIG + "waivers: [w.yaml]\n", w__yaml=text)
    prints = [finding["fingerprint"] for finding in project.report()["findings"]]
    assert len(set(prints)) == 2
