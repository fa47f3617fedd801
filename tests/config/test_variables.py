"""Variables in a configuration are typed after filling in, and reported once."""

from pathlib import Path
from typing import Any

import pytest

from driftcheck import config
from driftcheck.config import LiveFile
from driftcheck.config.agora import Agora
from driftcheck.model import Collector, InputError
from tests.each import each
from tests.locks import CREDENTIALS
from tests.support import Project

HEAD = "version: 1\ndeclared: [numbers.yaml]\n"
AGORA = "live:\n  agora:\n    customer_id: a\n    customer_secret: b\n"
UNSET = "the environment variable X is not set"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("numbers.yaml").touch()
    Path("a").touch()


def load(text: str, environ: dict[str, str] | None = None, **options: Any) -> Any:
    """Return the settings, and the problems collected or raised."""
    Path("driftcheck.yaml").write_text(text, encoding="utf-8")
    problems = Collector()
    try:
        settings = config.load(Path("driftcheck.yaml"), environ or {}, problems, **options)
    except InputError as error:
        return None, [str(problem) for problem in error.problems]
    return settings, [str(problem) for problem in problems.problems]


@pytest.mark.parametrize("environ", [{}, {"T": "30"}])
def test_a_number_may_come_from_a_variable(environ: dict[str, str]) -> None:
    settings, problems = load(HEAD + AGORA + "    timeout: ${T:-30}\n", environ)
    assert (settings.accounts[0].live, problems) == (Agora(config_url(), "a", "b", 30), [])


def config_url() -> str:
    return "https://api.agora.io/api/conversational-ai-agent/v2/phone-numbers"


@each(
    "options",
    [{"parts": config.Part.FILES}, {"live": LiveFile(None, "stdin")}],
    ids=["offline", "--live"],
)
@each("timeout", ["${X}", "${X:-30}"])
def test_variables_of_a_live_side_that_is_not_needed_may_be_unset(
    options: dict[str, Any], timeout: str
) -> None:
    text = HEAD + AGORA.replace("customer_id: a", "customer_id: ${X}") + f"    timeout: {timeout}\n"
    assert load(text, **options)[1] == []


def test_an_unneeded_live_side_must_still_be_valid() -> None:
    text = HEAD + AGORA + "    timout: 30\n"
    assert load(text, parts=config.Part.FILES)[1] == [
        'driftcheck.yaml:7:5: unknown key "live.agora.timout"'
    ]


@each(
    ("text", "place"),
    [
        (HEAD + AGORA + "    timeout: ${X}\n", "7:14"),
        (HEAD + "live: {file: a}\nfail_on: ${X}\n", "4:10"),
        ("declared: [numbers.yaml]\nlive: {file: a}\nversion: ${X}\n", "3:10"),
        ("version: 1\nlive: {file: a}\ndeclared: ['${X}']\n", "3:12"),
    ],
)
def test_an_unset_variable_is_reported_once_for_any_type(text: str, place: str) -> None:
    assert load(text)[1] == [f"driftcheck.yaml:{place}: {UNSET}"]


@pytest.mark.parametrize("name", ["schema", "declared"])
def test_an_impossible_file_name_is_reported(name: str) -> None:
    long = "x" * 5000
    values = {"declared": "[numbers.yaml]", "schema": long, "version": "1"}
    if name == "declared":
        values = {"declared": f"[{long}]", "version": "1"}
    text = "live: {file: a}\n" + "".join(f"{key}: {part}\n" for key, part in values.items())
    (problem,) = load(text)[1]
    assert problem.endswith(f'"{long}": File name too long')


def test_a_schema_is_a_single_file_and_not_a_glob() -> None:
    Path("a.yaml").touch()
    text = HEAD + "live: {file: a}\nschema: '?.yaml'\n"
    assert load(text)[1] == ['driftcheck.yaml:4:1: "?.yaml" matches no file']


def test_a_folder_instead_of_a_file_is_reported() -> None:
    Path("numbers").mkdir()
    (problem,) = load("version: 1\nlive: {file: a}\ndeclared: [numbers]\n")[1]
    assert problem == 'driftcheck.yaml:3:12: "numbers" is a folder'


@each("value", ["secret ", " secret", "'secret'", '"secret"', "secret\n"])
@each("name", ["customer_id", "customer_secret"])
def test_a_credential_pasted_with_quotes_or_spaces_is_reported(name: str, value: str) -> None:
    text = HEAD + AGORA.replace(
        f"{name}: {'a' if name == 'customer_id' else 'b'}", f"{name}: ${{X}}"
    )
    (problem,) = load(text, {"X": value})[1]
    assert problem.endswith(f": {name} begins or ends with white space or a quotation mark")


def test_an_error_in_the_configuration_hides_no_other_errors() -> None:
    text = "version: 1\ndeclared: [nothing.yaml]\nlive: 5\nseverity: {a: low}\npolices: []\n"
    settings, problems = load(text)
    assert settings.severity_places.keys() == {"a"}
    assert sorted(problem.partition(": ")[2] for problem in problems) == [
        '"live" must have exactly one of agora and file, such as {file: live.json}',
        'there is no file "nothing.yaml"',
        'unknown key "polices"',
    ]


PARTS = {
    # the configuration, what the variable holds, and what is said of it: as it is written, whole
    "the first word of a command": (
        "live: {agora: {customer_id: {command: ['${V}', read]}}}",
        "s3cret-word and more",
        'there is no command "${V}" for customer_id',
    ),
    "a step of a path": (
        "live: {agora: {}}\nsensitive: ['${V}']",
        "s3cret-word.and.more",
        'no number has a field "${V}"',
    ),
}


def test_no_part_of_the_value_of_a_variable_is_quoted(
    project: Project, subtests: pytest.Subtests
) -> None:
    for name, (text, value, told) in PARTS.items():
        with subtests.test(name):
            project.write(driftcheck__yaml=f"version: 1\ndeclared: [numbers.yaml]\n{text}\n")
            ran = project.run("validate", env={"V": value, **CREDENTIALS})
            assert ran.code == 1
            assert told in ran.err
            assert "s3cret-word" not in ran.stderr
