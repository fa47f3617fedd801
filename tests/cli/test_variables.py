"""`${NAME}` everywhere: other forms are refused, and an unset variable is reported once."""

import pytest

from tests.each import each
from tests.support import CONFIG, NUMBER, Project, Ran, number

HEAD = "version: 1\ndeclared: [numbers.yaml]\n"
API = HEAD + "live: {agora: {customer_id: a, customer_secret: b}}\n"
ENTRY = "version: 1\nnumbers:\n  - phone_number: +12025550100\n"
ENVIRON = {"A": "s3cr3t", "B": "0ther"}
FORMS = ("${A:-${B}}", "${A", "${A:-x", "${A:?x}", "${A:+x}", "${A-x}", "${}", "${A:-{x}}", "${9}")
UNSET = "the environment variable X is not set"


def errors(ran: Ran) -> list[str]:
    """Return the error lines of a run without a verdict."""
    assert ran.code == 1
    return [line for line in ran.err.splitlines() if line.startswith("Error: ")]


CONFIGS = [
    HEAD + "live:\n  agora:\n    customer_secret: '%s'\n    customer_id: a\n",
    HEAD + "live:\n  agora: {customer_id: a, customer_secret: {file: 'x%s'}}\n",
    CONFIG + "history: 'sqlite:///%s'\n",
    CONFIG + "notifications:\n  - slack: {url: 'https://hooks.example.com/%s'}\n",
    CONFIG + "policies:\n  - {pack: builtin:telephony, with: {regions: ['%s']}}\n",
    CONFIG + "policies: ['%s']\n",
    CONFIG + "fail_on: '%s'\n",
    CONFIG.replace("numbers.yaml", "'%s'"),
]


def place_of(text: str) -> str:
    """Return the start of the only quoted text as line:column."""
    before = text[: text.index("'")].split("\n")
    return f"{len(before)}:{len(before[-1]) + 1}"


@each("form", FORMS)
@each("config", CONFIGS, ids=range(len(CONFIGS)))
def test_in_the_configuration_an_invalid_form_is_an_error_at_its_place(
    config: str, form: str, project: Project
) -> None:
    project.write(driftcheck__yaml=config % form)
    ran = project.run("validate", env=ENVIRON)
    (line,) = errors(ran)
    assert line.startswith(f"Error: driftcheck.yaml:{place_of(config)}: a variable ")
    assert "s3cr3t" not in ran.stderr
    assert "0ther" not in ran.stderr


FIELDS = [
    "outbound_config: {password: '%s'}",
    "outbound_config: {user: '%s'}",
    "outbound_config: {address: 'sip:%s@sip.example.com'}",
    "outbound_config: {transport: '%s'}",
    "metadata: {api_token: '%s'}",
    "metadata: {keys: [{api_key: ['%s']}]}",
]


@each("form", FORMS)
@each("field", FIELDS)
def test_in_declarations_it_is_an_error_where_variables_are_filled_in(
    field: str, form: str, project: Project
) -> None:
    project.write(numbers__yaml=f"{ENTRY}    {field % form}\n")
    for command in ("validate", "validate --no-credentials", "check"):
        ran = project.run(*command.split(), env=ENVIRON)
        (line,) = errors(ran)
        column = 5 + field.index("'")
        assert line.startswith(f"Error: numbers.yaml:4:{column}: a variable ")
        assert "s3cr3t" not in ran.stderr


def test_in_defaults_it_is_an_error_too(project: Project) -> None:
    text = "version: 1\ndefaults:\n  outbound_config:\n    user: ${A:-${B}}\n"
    project.write(numbers__yaml=text + ENTRY.removeprefix("version: 1\n"))
    assert errors(project.run("validate")) == [
        "Error: numbers.yaml:4:11: a variable must not contain another"
    ]


def test_in_sensitive_fields_it_is_an_error_too(project: Project) -> None:
    project.write(numbers__yaml=f"{ENTRY}    label: '${{10}}'\n")
    assert project.run("validate").code == 0
    project.write(driftcheck__yaml=CONFIG + "sensitive: [label]\n")
    (line,) = errors(project.run("validate"))
    assert line.startswith("Error: numbers.yaml:4:12: a variable must be")


@each("text", [*FORMS, "${A}", "$A", "$$", "$", "$${A}", "100$"])
def test_elsewhere_a_dollar_sign_is_text(text: str, project: Project) -> None:
    entry = f"{ENTRY}    label: '{text}'\n    metadata: {{owner: '{text}'}}\n"
    waiver = f"{{check: drift-missing, numbers: [+12025550100], reason: '{text}', "
    waiver += "owner: me, expires: 2999-01-01}"
    project.write(
        driftcheck__yaml=CONFIG + "waivers: [waivers.yaml]\n",
        numbers__yaml=entry,
        waivers__yaml=f"version: 1\nwaivers:\n  - {waiver}\n",
    )
    project.live(number(label=text))
    report = project.run("check", "-o", "json", env=ENVIRON).json
    assert [finding["check"] for finding in report["findings"]] == ["waiver-unused"]


@each("password", ["a$$b", "$", "$A", "$(A)", "a$"])
def test_an_api_response_with_dollars_is_an_equal_declaration(
    password: str, project: Project
) -> None:
    live = number(outbound_config={"password": password})
    project.live(live)
    (project.folder / "numbers.yaml").write_bytes((project.folder / "live.json").read_bytes())
    assert project.run("check", env=ENVIRON).code == 0


def test_a_text_that_looks_like_a_variable_comes_from_one(project: Project) -> None:
    project.live(number(outbound_config={"password": "x${A:-${B}}", "user": "${"}))
    ran = project.run("import", "--output", "new.yaml", "--env-file", "new.env")
    assert ran.code == 0, ran.err
    project.write(driftcheck__yaml=CONFIG.replace("numbers.yaml", "new.yaml"))
    lines = (project.folder / "new.env").read_text("utf-8").splitlines()
    env = {name: value.strip("'") for name, _, value in (line.partition("=") for line in lines)}
    assert env == {"OUTBOUND_CONFIG_PASSWORD": "x${A:-${B}}", "OUTBOUND_CONFIG_USER": "${"}
    assert project.run("check", env=env).code == 0


@pytest.mark.parametrize("form", ["${A:-${B}}", "a$b"])
def test_an_unused_live_side_must_use_valid_forms(form: str, project: Project) -> None:
    project.write(driftcheck__yaml=API.replace("customer_secret: b", f"customer_secret: '{form}'"))
    for arguments in (["validate", "--no-credentials"], ["check", "--live", "live.json"]):
        (line,) = errors(project.run(*arguments))
        assert line.startswith("Error: driftcheck.yaml:3:49: a ")


def test_an_unset_variable_is_one_error_for_all_places(project: Project) -> None:
    entry = "  - phone_number: +1202555010{}\n    outbound_config: {{password: '${{X}}'}}\n"
    first = "version: 1\nnumbers:\n" + "".join(map(entry.format, range(2)))
    second = "version: 1\nnumbers:\n" + entry.format(5) + "    metadata: {token: '${X}${X}'}\n"
    config = API.replace("numbers.yaml", "n/*.yaml").replace(
        "customer_secret: b", "customer_secret: '${X}'"
    )
    project.write(driftcheck__yaml=config, n___a__yaml=first, n___b__yaml=second)
    for command in ("validate", "check"):
        ran = project.run(command)
        assert errors(ran) == [f"Error: driftcheck.yaml:3:49: {UNSET} (used in 4 more places)"]
        assert ran.err.count("export X=...") == 1
    assert errors(project.run("check", "--live", "live.json")) == [
        f"Error: n/a.yaml:4:33: {UNSET} (used in 3 more places)"
    ]
    ran = project.run("check", "-o", "json")
    assert ran.json["accounts"][0]["error"].count(UNSET) == 1


def test_values_with_unset_variables_are_not_validated(project: Project) -> None:
    config = "version: 1\ndeclared: ['${X}']\nschema: ${X}\nlive:\n  agora:\n    url: ${X}\n"
    config += "    customer_id: {file: '${X}'}\n    customer_secret: ${X}\n    ca_file: ${X}\n"
    project.write(driftcheck__yaml=config + "    timeout: ${X}\nfail_on: ${X}\n")
    assert errors(project.run("validate")) == [
        f"Error: driftcheck.yaml:2:12: {UNSET} (used in 7 more places)"
    ]


def test_two_places_are_one_and_one_more(project: Project) -> None:
    project.write(
        numbers__yaml=f"{ENTRY}    outbound_config: {{user: '${{X}}', prefix: '${{X}}'}}\n"
    )
    assert errors(project.run("validate")) == [
        f"Error: numbers.yaml:4:29: {UNSET} (used in 1 more place)"
    ]


def test_a_thousand_equal_entries_are_one_error(project: Project) -> None:
    entries = (
        f"  - phone_number: +1202555{index:04}\n    outbound_config:\n      password: ${{X}}\n"
        for index in range(1000)
    )
    project.write(numbers__yaml="version: 1\nnumbers:\n" + "".join(entries))
    assert errors(project.run("validate")) == [
        f"Error: numbers.yaml:5:17: {UNSET} (used in 999 more places)"
    ]
    assert project.run("validate", env={"X": "x"}).code == 0


@each(
    "files",
    [
        {"driftcheck__yaml": API.replace("customer_secret: b", "customer_secret: '${X}'")},
        {"driftcheck__yaml": HEAD + "live: {agora: {}}\n"},
        {"numbers__yaml": f"{ENTRY}    outbound_config: {{password: '${{X}}'}}\n"},
        {"numbers__yaml": f"{ENTRY}    outbound_config: {{password: '${{X:-${{Y}}}}'}}\n"},
        {"driftcheck__yaml": CONFIG + "notifications: [{slack: {url: '${X}'}}]\n"},
    ],
)
def test_no_hint_suggests_a_secret_in_a_file(files: dict[str, str], project: Project) -> None:
    ran = project.write(**files).run("validate")
    assert errors(ran)
    assert "give a default" not in ran.stderr
    assert ":-value" not in ran.stderr


def test_the_default_of_a_variable_may_equal_a_secret(project: Project) -> None:
    project.write(numbers__yaml=f"{ENTRY}    outbound_config: {{password: '${{X:-a b:$1-}}'}}\n")
    project.live({**NUMBER, "outbound_config": {"password": "a b:$1-"}})
    assert project.run("check").code == 0


def test_one_unset_variable_is_one_line(project: Project) -> None:
    """However many entries, files, accounts and settings use it."""
    trunk = "    outbound_config: {user: '${U}', password: '${P}'}\n"
    for index, name in enumerate(("a", "b")):
        entries = "".join(f"  - phone_number: +12025{index}{n:04}\n{trunk}" for n in range(300))
        (project.folder / f"{name}.yaml").write_text(f"version: 1\nnumbers:\n{entries}")
    defaults = "defaults: {outbound_config: {user: '${U}'}}\n"
    (project.folder / "c.yaml").write_text(
        f"version: 1\n{defaults}numbers:\n  - phone_number: +12025550100\n"
    )
    eu = "{live: {agora: {customer_id: '${U}'}}, declared: [a.yaml]}"
    us = "{live: {agora: {customer_id: '${U}'}}, declared: [b.yaml, c.yaml]}"
    slack = "notifications:\n  - slack: {url: 'https://hooks.example.com/${P}'}\n"
    project.write(driftcheck__yaml=f"version: 1\naccounts: {{eu: {eu}, us: {us}}}\n{slack}")
    for command in ("validate", "check"):
        ran = project.run(command, env={"AGORA_CUSTOMER_SECRET": "s3cret"})
        lines = [line for line in ran.err.splitlines() if line.startswith("Error: ")]
        assert [line.partition(" variable ")[2] for line in lines] == [
            "U is not set (used in 602 more places)",
            "P is not set (used in 600 more places)",
        ], ran.err
