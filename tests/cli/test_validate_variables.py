"""`driftcheck validate --no-credentials` reads no variables, for untrusted changes."""

from pathlib import Path

from tests.each import each
from tests.secrets.inside import run
from tests.secrets.making import made, pack

FIRST = "Not checked, because no environment variables are read:\n"
RULE = {"id": "own", "require": {"label": {"minLength": "${least}"}}}
PACK = {**pack(RULE), "params": {"least": {"default": 1, "minimum": 0}}}
WAIVER = {"match": ["*"], "reason": "r", "owner": "o", "expires": "2099-01-01"}
SCHEMA = {"type": "object", "properties": {"colour": {"type": "string"}}}
LEFT = {
    "declared: ['${V}', numbers.yaml]": "2:12: declared: ${V}",
    "declared: '${V}'": "2:11: declared: ${V}",
    "policies: ['builtin:${V}']": "4:12: policies: builtin:${V}",
    "policies: [{pack: rules.yaml, with: {least: '${V}'}}]": "4:45: policies: ${V}",
    "policies: '${V}'": "4:11: policies: ${V}",
    "waivers: ['${V}/*.yaml']": "4:11: waivers: ${V}/*.yaml",
    "schema: '${V}'": "4:9: schema: ${V}",
    "fail_on: '${V}'": "4:10: fail_on: ${V}",
    "severity: {drift-missing: '${V}'}": "4:27: severity: ${V}",
    "severity: '${V}'": "4:11: severity: ${V}",
    "sensitive: ['${V}']": "4:13: sensitive: ${V}",
    "waiver_notice: '${V}'": "4:16: waiver_notice: ${V}",
    "live: {file: '${V}'}": "3:14: live: ${V}",
    "live: '${V}'": "3:7: live: ${V}",
    "live: {agora: '${V}'}": "3:15: live: ${V}",
    "live: {agora: {url: 'https://${V}/x'}}": "3:21: live: https://${V}/x",
    "live: {agora: {customer_id: '${W}', ca_file: '${V}'}}": "3:46: live: ${V}",
    "history: '${V}'": "4:10: history: ${V}",
    "notifications: [{slack: {url: '${V}'}, on: always}]": "4:31: notifications: ${V}",
}
"""Skipped values, and their lines in the summary."""


def configured(folder: Path, *lines: str) -> Path:
    """Return a project with these lines added to its configuration."""
    whole = {"version": "1", "declared": "[numbers.yaml]", "live": "{file: live.json}"}
    said = {key: f"{key}: {value}" for key, value in whole.items()}
    said |= {line.partition(":")[0]: line for line in lines}
    waivers = {"version": 1, "waivers": [{**WAIVER, "check": "own", "path": "label"}]}
    files = {"driftcheck.yaml": "\n".join(said.values()), "waivers.yaml": waivers}
    return made(folder, files={**files, "rules.yaml": PACK, "own.json": SCHEMA}).folder


@each("line", LEFT)
@each("env", [{}, {"V": "5"}, {"V": "s3cret"}], ids=["unset", "number", "text"])
def test_values_with_variables_are_skipped_and_named(
    line: str, env: dict[str, str], tmp_path: Path
) -> None:
    ran = run("validate", "--no-credentials", folder=configured(tmp_path, line), env=env)
    assert (ran.code, ran.err) == (0, "")
    verdict, *left = ran.out.splitlines(keepends=True)
    assert verdict.startswith("driftcheck.yaml is valid: ")
    assert left == [FIRST, f"  driftcheck.yaml:{LEFT[line]}\n"]


def test_values_of_one_account_are_skipped_only_there(tmp_path: Path) -> None:
    made(tmp_path)
    live, of_both = "live: {file: live.json}", "declared: [numbers.yaml]"
    lines = [
        f"a: {{{live}, declared: ['${{V}}']}}",
        f"b: {{{live}, {of_both}, policies: ['${{W}}']}}",
    ]
    text = "\n".join(["version: 1", "accounts:", *(f"  {line}" for line in lines)])
    (tmp_path / "driftcheck.yaml").write_text(text, encoding="utf-8")
    ran = run("validate", "--no-credentials", folder=tmp_path, env={"V": "x", "W": "y"})
    assert ran.out == (
        "driftcheck.yaml is valid: 1 number declared, 0 rules, 0 waivers in 2 accounts.\n"
        f"{FIRST}  driftcheck.yaml:3:43: declared: ${{V}}\n"
        "  driftcheck.yaml:4:69: policies: ${W}\n"
    )


def test_credentials_are_ignored_silently(tmp_path: Path) -> None:
    agora = "{customer_id: '${V}', customer_secret: {file: '${V}'}}"
    folder = configured(tmp_path, f"live: {{agora: {agora}}}")
    ran = run("validate", "--no-credentials", folder=folder, env={"V": "s3cret"})
    valid = "driftcheck.yaml is valid: 1 number declared, 0 rules, 0 waivers.\n"
    assert (ran.code, ran.out, ran.err) == (0, valid, "")


def test_the_default_is_used_even_if_the_variable_is_set(tmp_path: Path) -> None:
    lines = ("declared: ['${V:-numbers.yaml}']", "policies: ['${V:-rules.yaml}']")
    ran = run("validate", "--no-credentials", folder=configured(tmp_path, *lines), env={"V": "x"})
    valid = "driftcheck.yaml is valid: 1 number declared, 1 rule, 0 waivers.\n"
    assert (ran.code, ran.out) == (0, valid)


def test_settings_for_skipped_rules_are_not_errors(tmp_path: Path) -> None:
    lines = ("policies: ['${V}']", "waivers: [waivers.yaml]", "severity: {own: high}")
    folder = configured(tmp_path, *lines)
    assert run("validate", "--no-credentials", folder=folder).code == 0
    wrong = run("validate", "--no-credentials", folder=configured(tmp_path, *lines[1:]))
    assert (wrong.code, wrong.err.count('there is no check "own"')) == (1, 2)


def test_declarations_for_a_skipped_schema_are_not_errors(tmp_path: Path) -> None:
    made(tmp_path, declared={"colour": "red"})
    numbers = (tmp_path / "numbers.yaml").read_text(encoding="utf-8")
    folder = configured(tmp_path, "schema: '${V}'")
    (folder / "numbers.yaml").write_text(numbers, encoding="utf-8")
    assert run("validate", "--no-credentials", folder=folder).code == 0
    assert run("validate", folder=configured(tmp_path, "schema: own.json")).code == 0


def test_skipped_fields_of_declarations_are_counted(tmp_path: Path) -> None:
    folder = configured(tmp_path)
    trunk = {"outbound_config": {"user": "${V}", "password": "${W}"}}
    made(folder, declared=trunk)
    ran = run("validate", "--no-credentials", folder=folder, env={"V": "s3cret"})
    assert (ran.code, ran.out.splitlines()[1:]) == (0, [FIRST[:-1], "  2 fields of declarations"])
    assert run("validate", "--no-credentials", "-q", folder=folder).out == ""
