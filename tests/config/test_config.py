"""`driftcheck.yaml` to frozen settings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from driftcheck import config
from driftcheck.config import Account, LiveFile, Settings
from driftcheck.config.agora import Agora
from driftcheck.document.source import InputFile
from driftcheck.model import Collector, InputError, Place, Problem, Severity
from driftcheck.system import builtin_packs, paths

HEAD, LIVE = "version: 1\ndeclared: [numbers.yaml]\n", "live: {file: live.json}\n"
KEYS = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}
URL = "https://api.agora.io/api/conversational-ai-agent/v2/phone-numbers"
Load = Callable[..., tuple[Settings, list[str]]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with files for a configuration."""
    monkeypatch.chdir(tmp_path)
    for name in ("numbers.yaml", "live.json", "b/2.yaml", "b/1.yaml", "b/c/3.yaml", "b/note.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


@pytest.fixture
def load(folder: Path) -> Load:
    """Return a function that loads a configuration: its settings and problems."""

    def loaded(text: str, environ: dict[str, str] | None = None, **options: Any) -> Any:
        (folder / "driftcheck.yaml").write_text(text, encoding="utf-8")
        problems = Collector()
        path = folder / "driftcheck.yaml"
        settings = config.load(path, environ or {}, problems, **options)
        return settings, [str(problem) for problem in problems.problems]

    return loaded


def refused(load: Load, text: str, environ: dict[str, str] | None = None) -> tuple[Problem, ...]:
    """Return the problems of a configuration."""
    Path("driftcheck.yaml").write_text(text, encoding="utf-8")
    problems = Collector()
    with problems.step():
        config.load(Path("driftcheck.yaml"), environ or {}, problems)
    return InputError(*problems.problems).problems


def declared(load: Load, *patterns: str) -> tuple[list[str], list[str]]:
    """Return the names of the files under `declared`, and the problems."""
    listed = "".join(f"  - '{pattern}'\n" for pattern in patterns)
    settings, problems = load(f"version: 1\ndeclared:\n{listed}{LIVE}")
    return [file.name for file in settings.accounts[0].declared], problems


def test_a_minimal_configuration_has_defaults(load: Load, folder: Path) -> None:
    settings, problems = load(HEAD + LIVE)
    files = (InputFile(folder / "numbers.yaml", "numbers.yaml"),)
    live = LiveFile(folder / "live.json", "live.json")
    account = Account("default", live, files, globs=("numbers.yaml",))
    assert settings == Settings("driftcheck.yaml", (account,), (), (), None, Severity.LOW, {}, {})
    assert problems == []


def test_severities_are_read_with_their_places_and_off_is_none(load: Load) -> None:
    settings, _ = load(f"{HEAD}{LIVE}fail_on: high\nseverity:\n  a: off\n  b: critical\n")
    assert settings.fail_on is Severity.HIGH
    assert settings.severity == {"a": None, "b": Severity.CRITICAL}
    places = {check: str(place) for check, place in settings.severity_places.items()}
    assert places == {"a": "driftcheck.yaml:6:3", "b": "driftcheck.yaml:7:3"}


@pytest.mark.parametrize("live", ["live: {agora: {}}", "live: {agora: }", "live: {agora: null}"])
def test_the_api_needs_nothing_but_credentials_from_the_environment(load: Load, live: str) -> None:
    settings, problems = load(HEAD + live, KEYS)
    assert (settings.accounts[0].live, problems) == (Agora(URL, "id", "s3cret", 30), [])


def test_every_key_of_the_api_can_be_set(load: Load) -> None:
    live = "{url: 'http://localhost:1/', customer_id: 6036, customer_secret: no, timeout: 2.5}"
    settings, _ = load(f"{HEAD}live: {{agora: {live}}}")
    assert settings.accounts[0].live == Agora("http://localhost:1/", "6036", "no", 2.5)


def test_the_secret_is_not_shown_with_the_settings(load: Load) -> None:
    settings, _ = load(f"{HEAD}live: {{agora: {{}}}}", KEYS)
    assert "s3cret" not in repr(settings)
    assert "customer_id='id'" in repr(settings)


def test_each_unset_credential_is_named(load: Load) -> None:
    _, problems = load(f"{HEAD}live:\n  agora: {{}}\n")
    assert problems == [
        "driftcheck.yaml:4:3: the environment variable AGORA_CUSTOMER_ID is not set",
        "driftcheck.yaml:4:3: the environment variable AGORA_CUSTOMER_SECRET is not set",
    ]


def test_empty_credentials_are_refused(load: Load) -> None:
    _, problems = load(f"{HEAD}live:\n  agora: {{}}\n", {**KEYS, "AGORA_CUSTOMER_SECRET": ""})
    assert problems == [
        "driftcheck.yaml:4:3: the environment variable in ${AGORA_CUSTOMER_SECRET} is empty"
    ]


def test_empty_credentials_in_the_file_are_refused(load: Load) -> None:
    live = "live:\n  agora:\n    customer_id: ${AGORA_CUSTOMER_ID}\n"
    message = '"live.agora.customer_id" must not be empty'
    found = refused(load, HEAD + live, {**KEYS, "AGORA_CUSTOMER_ID": ""})
    assert found == (Problem(message, Place("driftcheck.yaml", 5, 5)),)


def test_variables_are_filled_in_and_typed(load: Load) -> None:
    text = "live:\n  agora:\n    timeout: ${SECONDS:-5}\nfail_on: ${LEVEL}\n"
    settings, _ = load(HEAD + text, {**KEYS, "LEVEL": "info"})
    assert settings.accounts[0].live == Agora(URL, "id", "s3cret", 5)
    assert settings.fail_on is Severity.INFO


def test_an_unset_variable_is_reported_with_all_other_errors(load: Load) -> None:
    text = "version: 1\ndeclared:\n  - ${WHERE}\nlive: {file: ''}\nwaiver: []\n"
    unset, hint = "the environment variable WHERE is not set", "Set it: export WHERE=..."
    assert set(refused(load, text)) == {
        Problem(unset, Place("driftcheck.yaml", 3, 5), hint, cause=unset),
        Problem('"live.file" must not be empty', Place("driftcheck.yaml", 4, 8)),
        Problem('unknown key "waiver"', Place("driftcheck.yaml", 5, 1), 'Did you mean "waivers"?'),
    }


def test_a_missing_live_side_is_reported(load: Load) -> None:
    settings, problems = load(HEAD)
    assert settings.accounts[0].live is None
    assert problems == ["driftcheck.yaml:1:1: `live` is missing"]


@pytest.mark.parametrize("live", ["", LIVE, "live: {agora: {customer_id: '${NONE}'}}\n"])
def test_the_live_side_is_left_out_if_not_needed(load: Load, live: str) -> None:
    settings, problems = load(HEAD + live, parts=config.Part.FILES)
    assert (settings.accounts[0].live, problems) == (None, [])


@pytest.mark.parametrize("live", ["", LIVE, "live: {agora: {customer_id: '${NONE}'}}\n"])
def test_another_live_side_replaces_the_configured_one(load: Load, live: str) -> None:
    given = LiveFile(None, "standard input")
    settings, problems = load(HEAD + live, live=given)
    assert (settings.accounts[0].live, problems) == (given, [])


@pytest.mark.parametrize("live", ["{}", "{file: a, agora: {}}", ""])
def test_the_live_side_is_the_api_or_a_file(load: Load, live: str) -> None:
    place = Place("driftcheck.yaml", 3, 1)
    assert refused(load, f"{HEAD}live: {live}\n") == (
        Problem('"live" must have exactly one of agora and file, such as {file: live.json}', place),
    )


def test_a_missing_file_is_named(folder: Path) -> None:
    with pytest.raises(InputError) as raised:
        config.load(folder / "none.yaml", {}, Collector())
    assert raised.value.problems[0].message == 'there is no configuration file "none.yaml"'
    assert raised.value.problems[0].hint is not None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "this must be a mapping, not a list"),
        ("text\n", "this must be a mapping, not text"),
        ("---\n...\n", "this must be a mapping, not null"),
    ],
)
def test_a_configuration_must_be_a_mapping(load: Load, text: str, message: str) -> None:
    assert [problem.message for problem in refused(load, text)] == [message]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("polices: []\n", 'unknown key "polices"', 'Did you mean "policies"?'),
        ("fail_on: hihg\n", None, 'Did you mean "high"?'),
        ("severity: {a: of}\n", None, 'Did you mean "off"?'),
        ("live: {agora: {time_out: 3}}\n", None, 'Did you mean "timeout"?'),
        ("live: {agora: {timeout: 0}}\n", '"live.agora.timeout" must be more than 0', None),
        ("live: {agora: {timeout: 3601}}\n", '"live.agora.timeout" must be at most 3600', None),
        ("policies: builtin:baseline\n", None, "Write a list: [builtin:baseline]."),
        ("schema:\n", None, "Give it a value, or leave the field out."),
    ],
)
def test_errors_have_a_line_and_a_hint(
    load: Load, text: str, message: str | None, hint: str | None
) -> None:
    (found,) = refused(load, HEAD + text + ("" if "live" in text else LIVE))
    assert found.message == (message or found.message)
    assert found.hint == hint
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("driftcheck.yaml", 3)


def test_a_configuration_needs_a_version_and_declarations(load: Load) -> None:
    messages = [problem.message for problem in refused(load, LIVE)]
    assert messages == ['"declared" is missing', '"version" is missing']


def test_a_glob_returns_its_files_in_order(load: Load) -> None:
    assert declared(load, "b/*.yaml") == (["b/1.yaml", "b/2.yaml"], [])


def test_two_stars_match_every_folder(load: Load) -> None:
    assert declared(load, "b/**/*.yaml") == (["b/1.yaml", "b/2.yaml", "b/c/3.yaml"], [])


def test_files_keep_their_order_without_duplicates(load: Load) -> None:
    names = ["b/2.yaml", "numbers.yaml", "b/1.yaml"]
    assert declared(load, "b/2.yaml", "./numbers.yaml", "b/*.yaml", "b/../numbers.yaml") == (
        names,
        [],
    )


def test_a_file_whose_name_looks_like_a_glob_is_found(load: Load, folder: Path) -> None:
    (folder / "[b].yaml").touch()
    (folder / "b.yaml").touch()
    assert declared(load, "[b].yaml") == (["[b].yaml"], [])


@pytest.mark.parametrize("pattern", ["none*.yaml", "b/c*", "*.csv"])
def test_a_glob_that_matches_no_file_is_refused(load: Load, pattern: str) -> None:
    message = f'driftcheck.yaml:3:5: "{pattern}" matches no file'
    assert declared(load, pattern) == ([], [message])


@pytest.mark.parametrize("pattern", ["none.yaml", "b/none/1.yaml", "builtin:baseline"])
def test_a_path_that_is_not_a_file_is_refused(load: Load, pattern: str) -> None:
    message = f'driftcheck.yaml:3:5: there is no file "{pattern}"'
    assert declared(load, pattern) == ([], [message])


def test_a_folder_is_refused_with_a_glob_as_hint(load: Load) -> None:
    assert declared(load, "b/c") == ([], ['driftcheck.yaml:3:5: "b/c" is a folder'])


def test_an_absolute_path_is_used_unchanged(
    load: Load, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    for name in ("1.yaml", "2.yaml"):
        (other / name).touch()
    assert declared(load, f"{other}/2.yaml", f"{other}/*.yaml") == (
        [f"{other}/2.yaml", f"{other}/1.yaml"],
        [],
    )


def test_paths_are_relative_to_the_configuration(folder: Path) -> None:
    (folder / "b/c.yaml").write_text("version: 1\ndeclared: ['?.yaml']\nlive: {file: ../l.json}\n")
    (account,) = config.load(Path("b/c.yaml"), {}, Collector()).accounts
    assert [file.name for file in account.declared] == ["b/1.yaml", "b/2.yaml", "b/c.yaml"]
    assert isinstance(account.live, LiveFile)
    assert account.live.name == "l.json"


def test_a_file_outside_the_working_directory_has_its_full_path(folder: Path) -> None:
    assert paths.display_path(Path("../x.yaml")) == str(folder.parent / "x.yaml")


def test_a_shipped_pack_is_named_builtin(load: Load) -> None:
    settings, _ = load(f"{HEAD}{LIVE}policies: ['builtin:baseline', 'b/*.yaml']\n")
    assert settings.policies[0] == InputFile(builtin_packs()["baseline"], "builtin:baseline")
    assert [file.name for file in settings.policies[1:]] == ["b/1.yaml", "b/2.yaml"]


def test_an_unknown_builtin_pack_is_refused(load: Load, folder: Path) -> None:
    problems = Collector()
    (folder / "c.yaml").write_text(f"{HEAD}{LIVE}policies:\n  - builtin:basline\n")
    assert config.load(Path("c.yaml"), {}, problems).policies == ()
    message, place = 'there is no pack "builtin:basline"', Place("c.yaml", 5, 5)
    assert problems.problems == [Problem(message, place, 'Did you mean "builtin:baseline"?')]


def test_waivers_and_a_schema_are_found(load: Load) -> None:
    settings, problems = load(f"{HEAD}{LIVE}waivers: [b/1.yaml]\nschema: b/note.txt\n")
    assert [file.name for file in settings.waivers] == ["b/1.yaml"]
    assert settings.schema is not None
    assert (settings.schema.name, problems) == ("b/note.txt", [])


def test_every_missing_file_is_reported_with_its_line(load: Load) -> None:
    _, problems = load(f"{HEAD}{LIVE}waivers: [w.yaml]\npolicies: ['p/*']\nschema: s.json\n")
    assert sorted(problems) == [
        'driftcheck.yaml:4:11: there is no file "w.yaml"',
        'driftcheck.yaml:5:12: "p/*" matches no file',
        'driftcheck.yaml:6:1: there is no file "s.json"',
    ]
