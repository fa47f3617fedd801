"""`driftcheck init` writes a valid project."""

from pathlib import Path

import pytest
import yaml

from driftcheck.system import builtin_packs, data_folder
from tests.each import each
from tests.support import NUMBER, Emulate, Project, number

PLAIN = [".gitignore", "driftcheck.yaml", "numbers/example.yaml", "waivers.yaml"]


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    """An empty folder."""
    return Project(tmp_path)


def files(project: Project) -> list[str]:
    paths = (path for path in project.folder.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(project.folder)) for path in paths)


def test_the_new_project_is_valid(empty: Project) -> None:
    ran = empty.run("init")
    assert (ran.code, ran.out) == (0, "")
    assert files(empty) == PLAIN
    assert ran.err.splitlines() == [
        "Wrote driftcheck.yaml, numbers/example.yaml, waivers.yaml, .gitignore.",
        "Next:",
        "  export AGORA_CUSTOMER_ID=... AGORA_CUSTOMER_SECRET=...",
        "  driftcheck import --by pipeline   # replaces the example",
        "  driftcheck validate",
        "  driftcheck check",
    ]
    ran = empty.run("validate", "--no-credentials")
    assert (ran.code, ran.err) == (0, "")
    assert "1 number declared" in ran.out


def test_every_setting_has_a_comment(empty: Project) -> None:
    assert empty.run("init").code == 0
    for name in PLAIN[1:]:
        text = (empty.folder / name).read_text(encoding="utf-8")
        blocks = text.strip().split("\n\n")
        assert all("#" in block for block in blocks)
        assert yaml.safe_load(text)["version"] == 1


def test_live_numbers_can_be_declared_at_once(empty: Project) -> None:
    live = number(outbound_config={"password": "hush"})
    empty.live(live)
    ran = empty.run("init", "project", "--live", "live.json", "--import")
    assert ran.code == 0
    assert "  cd project\n" in ran.err
    assert "  export OUTBOUND_CONFIG_PASSWORD=...\n" in ran.err
    assert 'file: "../live.json"' in (empty.folder / "project" / "driftcheck.yaml").read_text()
    inside = Project(empty.folder / "project")
    checked = inside.run("check", env={"OUTBOUND_CONFIG_PASSWORD": "hush"})
    assert (checked.code, checked.err) == (0, "")


def test_without_credentials_nothing_can_be_declared_and_nothing_is_written(empty: Project) -> None:
    ran = empty.run("init", "new/project", "--import")
    assert (ran.code, "AGORA_CUSTOMER_ID" in ran.err) == (1, True)
    assert list(empty.folder.iterdir()) == []


@pytest.mark.parametrize("name", ["driftcheck.yaml", "waivers.yaml"])
def test_no_file_is_ever_replaced(name: str, empty: Project) -> None:
    path = empty.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    ran = empty.run("init", "--yes")
    assert ran.code == 1
    assert ran.err.startswith(f'Error: "{name}" already exists')
    assert files(empty) == [name]
    assert path.read_text() == "mine"


@each(
    ("args", "command"),
    [((), "driftcheck import"), (("my numbers",), "cd 'my numbers' && driftcheck import")],
)
def test_a_second_init_suggests_import(args: tuple[str, ...], command: str, empty: Project) -> None:
    assert empty.run("init", *args).code == 0
    ran = empty.run("init", *args, "--import")
    assert ran.code == 1
    assert f"\n  To declare its live numbers: {command}. Choose another folder" in ran.err


@pytest.mark.parametrize("name", ["li$t.json", "a: b.json", "\u202e.json"])
def test_any_list_file_name_is_written_correctly(name: str, empty: Project) -> None:
    (empty.folder / name).write_text("[]")
    assert empty.run("init", "--live", name).code == 0
    ran = empty.run("check", "--allow-empty")
    assert "declared, but not live" in ran.out, ran.err


@each(
    ("packs", "written"),
    [
        ([], "[builtin:baseline]"),
        (["none"], "[]"),
        (["security", "builtin:security"], "[builtin:security]"),
        ([*builtin_packs()], f"[{', '.join(f'builtin:{name}' for name in builtin_packs())}]"),
    ],
)
def test_packs_of_rules_are_chosen(packs: list[str], written: str, empty: Project) -> None:
    assert empty.run("init", *[part for name in packs for part in ("--policy", name)]).code == 0
    assert f"\npolicies: {written}\n" in (empty.folder / "driftcheck.yaml").read_text()
    assert empty.run("validate", "--no-credentials").code == 0


@pytest.mark.parametrize("packs", ["securty", "security;none"])
def test_a_missing_pack_is_an_error(packs: str, empty: Project) -> None:
    ran = empty.run("init", env={"DRIFTCHECK_POLICY": packs})
    assert (ran.code, "there is no pack" in ran.err) == (1, True)
    assert files(empty) == []


def test_a_missing_list_is_an_error(empty: Project) -> None:
    ran = empty.run("init", "--live", "none.json")
    assert (ran.code, 'there is no file "none.json"' in ran.err) == (1, True)
    assert files(empty) == []


@pytest.mark.parametrize(
    ("ci", "example", "place"),
    [
        ("github", "github-workflow.yml", ".github/workflows/driftcheck.yml"),
        ("gitlab", "gitlab-ci.yml", ".gitlab-ci.yml"),
    ],
)
def test_the_file_of_a_ci_system_is_that_of_the_examples(
    ci: str, example: str, place: str, empty: Project, tmp_path: Path
) -> None:
    there = data_folder("examples") / "ci" / example
    ran = empty.run("init", "--ci", ci)
    if there.exists():
        assert (empty.folder / place).read_text() == there.read_text()
    else:
        assert (ran.code, f'the example "{example}" is not installed' in ran.err) == (1, True)
        assert files(empty) == []


def test_the_examples_are_found_in_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from driftcheck.cli.commands.init import command

    (tmp_path / "examples" / "ci").mkdir(parents=True)
    (tmp_path / "examples" / "ci" / "gitlab-ci.yml").write_text("check: {}\n")
    name = "driftcheck.cli.commands.init.data_folder"
    monkeypatch.setattr(name, lambda folder: tmp_path / folder)
    folder = tmp_path / "project"
    assert (
        CliRunner().invoke(command, [str(folder), "--ci", "gitlab", "--policy", "none"]).exit_code
        == 0
    )
    assert (folder / ".gitlab-ci.yml").read_text() == "check: {}\n"


@pytest.mark.parametrize("args", [(), ("--by", "pipeline")])
def test_existing_declarations_are_used(args: tuple[str, ...], empty: Project) -> None:
    assert empty.live(NUMBER).run("import", "--live", "live.json", *args).code == 0
    ran = empty.run("init", "--live", "live.json")
    assert (ran.code, "example" in ran.err) == (0, False)
    assert empty.run("check").code == 0


def test_existing_declarations_are_not_imported_again(empty: Project) -> None:
    empty.live(NUMBER).write(numbers__yaml="version: 1\nnumbers: []\n")
    ran = empty.run("init", "--live", "live.json", "--import")
    assert ran.code == 1
    assert "declarations already exist: numbers.yaml" in ran.err
    assert "import --update" in ran.err
    assert files(empty) == ["live.json", "numbers.yaml"]


def test_a_url_other_than_the_default_is_written(emulate: Emulate, empty: Project) -> None:
    server = emulate(number(outbound_config={"password": "hush"}))
    env = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}
    ran = empty.run("init", "--url", server.url, "--import", "--env-file", "my.env", env=env)
    assert ran.code == 0, ran.err
    assert f'\n    url: "{server.url}"\n' in (empty.folder / "driftcheck.yaml").read_text()
    assert "  driftcheck check --env-file my.env\n" in ran.err
    assert "export" not in ran.err
    checked = empty.run("check", "--env-file", "my.env", env=env)
    assert (checked.code, checked.err) == (0, "")
    other = Project(empty.folder / "other")
    usual = "https://api.agora.io/api/conversational-ai-agent/v2/phone-numbers"
    assert empty.run("init", "other", "--url", usual).code == 0
    assert "url:" not in (other.folder / "driftcheck.yaml").read_text()


@each(
    ("args", "line"),
    [
        (["--url", "http://api.example.com"], "would send credentials in the clear"),
        (["--url", "https://x.example.com", "--live", "live.json"], "cannot be used together"),
        (["--live", "live.json", "--import"], "one entry cannot be declared"),
    ],
)
def test_an_unusable_source_is_refused_and_nothing_is_written(
    args: list[str], line: str, project: Project
) -> None:
    project.live({"label": "x"})
    (project.folder / "driftcheck.yaml").unlink()
    (project.folder / "numbers.yaml").unlink()
    ran = project.run("init", *args)
    assert (ran.code, line in ran.err) == (1, True), ran.err
    assert files(project) == ["live.json"]


def test_entries_that_cannot_be_declared_can_be_skipped(empty: Project) -> None:
    empty.live(NUMBER, {"label": "x"})
    assert empty.run("init", "--live", "live.json", "--import", "--skip-invalid").code == 0
    assert "1 number declared" in empty.run("validate").out


def test_secrets_are_added_to_an_existing_file(empty: Project) -> None:
    empty.live(number(outbound_config={"password": "hush"}))
    empty.write(my__env="OUTBOUND_CONFIG_PASSWORD='of another'\n# mine", __gitignore="*.log\n")
    args = ("--live", "live.json", "--import", "--env-file", "my.env")
    assert empty.run("init", *args).code == 0
    text = "OUTBOUND_CONFIG_PASSWORD='of another'\n# mine\nOUTBOUND_CONFIG_PASSWORD_2='hush'\n"
    assert (empty.folder / "my.env").read_text() == text
    assert (empty.folder / ".gitignore").read_text() == "*.log\ndriftcheck.db*\nmy.env\n"
    assert empty.run("check", "--env-file", "my.env").code == 0


def test_a_variable_with_another_value_is_not_used(empty: Project) -> None:
    empty.live(number(outbound_config={"password": "hush"}))
    empty.write(my__env="OUTBOUND_CONFIG_PASSWORD='of another'\n")
    env = {"OUTBOUND_CONFIG_PASSWORD": "hush"}
    args = ("--live", "live.json", "--import", "--env-file", "my.env")
    assert empty.run("init", *args, env=env).code == 0
    assert empty.run("check", "--env-file", "my.env").code == 0


@each("name", ["driftcheck.yaml", "waivers.yaml", "numbers/numbers.yaml", ".gitignore"])
def test_secrets_are_not_written_to_a_file_of_init(name: str, empty: Project) -> None:
    empty.live(number(outbound_config={"password": "hush"}))
    ran = empty.run("init", "--live", "live.json", "--import", "--env-file", name)
    assert (ran.code, f'{name}" would be written twice' in ran.err) == (1, True), ran.err
    assert files(empty) == ["live.json"]


@each(
    ("before", "there", "new"),
    [
        ({}, "s.env\n", "driftcheck.db*\n"),
        ({"__gitignore": "*.log\n"}, "*.log\nvoice/driftcheck.db*\ns.env\n", None),
        ({"__gitignore": "*.env\n*.db*\n"}, "*.env\n*.db*\n", None),
    ],
)
def test_git_ignores_secrets_outside_the_new_folder(
    before: dict[str, str], there: str, new: str | None, empty: Project
) -> None:
    empty.live(number(outbound_config={"password": "hush"})).write(**before)
    (empty.folder / ".git").mkdir()
    args = ("--live", "live.json", "--import", "--env-file", "s.env")
    assert empty.run("init", "voice", *args).code == 0
    assert (empty.folder / ".gitignore").read_text() == there
    path = empty.folder / "voice" / ".gitignore"
    assert (path.read_text() if path.exists() else None) == new


@each(
    ("path", "beside", "ignored"),
    [
        ("voice/s.env", "s.env", "driftcheck.db*\ns.env\n"),
        ("s.env", "../s.env", "driftcheck.db*\n"),
    ],
)
def test_the_printed_commands_find_the_secrets(
    path: str, beside: str, ignored: str, empty: Project
) -> None:
    empty.live(number(outbound_config={"password": "hush"}))
    ran = empty.run("init", "voice", "--live", "live.json", "--import", "--env-file", path)
    assert f"  driftcheck check --env-file {beside}\n" in ran.err
    voice = Project(empty.folder / "voice")
    assert voice.run("check", "--env-file", beside).code == 0
    assert (voice.folder / ".gitignore").read_text() == ignored


@each("args", [(), ("--by", "pipeline"), ("--by", "country")])
def test_an_import_after_init_replaces_the_example(args: tuple[str, ...], empty: Project) -> None:
    empty.live(NUMBER)
    assert empty.run("init", "--live", "live.json").code == 0
    ran = empty.run("import", *args)
    assert ran.code == 0, ran.err
    assert "# name it" not in ran.err
    (empty.folder / "numbers" / "example.yaml").unlink(missing_ok=True)
    assert empty.run("check").code == 0
