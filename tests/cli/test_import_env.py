"""`driftcheck import --env-file`: a second run adds to the file, which git ignores."""

import stat
from typing import Any

from tests.each import each
from tests.support import CONFIG, Project, number

NAME = "OUTBOUND_CONFIG_PASSWORD"


def secret(name: str, password: str) -> dict[str, Any]:
    return number(phone_number=name, outbound_config={"password": password})


def text_of(project: Project, name: str = "s.env") -> str:
    return (project.folder / name).read_text()


@each("args", [("--force",), ("--update",)])
def test_a_second_run_adds_new_secrets_and_loses_nothing(
    args: tuple[str, ...], project: Project
) -> None:
    (project.folder / "numbers.yaml").unlink()
    project.write(s__env="# mine\nOTHER='x y'").live(secret("+12", "a"))
    assert project.run("import", "--env-file", "s.env").code == 0
    begun = f"# mine\nOTHER='x y'\n{NAME}='a'\n"
    assert text_of(project) == begun
    project.live(secret("+12", "a"), secret("+13", "it's"), secret("+14", "a"))
    ran = project.run("import", "--env-file", "s.env", *args)
    assert ran.code == 0
    assert "One secret is added to s.env" in ran.err
    assert text_of(project) == begun + f"{NAME}_2='it'\\''s'\n"
    assert stat.S_IMODE((project.folder / "s.env").stat().st_mode) == 0o600
    assert project.run("check", env={NAME: "a", f"{NAME}_2": "it's"}).code == 0
    declared = text_of(project, "numbers.yaml")
    project.run("import", "--env-file", "s.env", *args)
    assert text_of(project) == begun + f"{NAME}_2='it'\\''s'\n"
    drop = [line for line in declared.splitlines() if not line.startswith("#")]
    assert [
        line for line in text_of(project, "numbers.yaml").splitlines() if line[0] != "#"
    ] == drop


@each(
    ("text", "env", "name"),
    [
        (f"{NAME}='other'\n", {}, f"{NAME}_2"),
        ("", {NAME: "other"}, f"{NAME}_2"),
        (f"export {NAME}=a # c\n", {}, NAME),
        ("", {NAME: "a"}, NAME),
        (f"{NAME}='a'\n", {NAME: "other"}, f"{NAME}_2"),
        (f"{NAME}='other'\n", {NAME: "a"}, f"{NAME}_2"),
        (f"{NAME}='b'\n{NAME}_2='a'\n", {}, f"{NAME}_2"),
    ],
)
def test_a_variable_name_in_use_is_not_reused(
    text: str, env: dict[str, str], name: str, project: Project
) -> None:
    (project.folder / "numbers.yaml").unlink()
    project.write(s__env=text).live(secret("+12", "a"))
    assert project.run("import", "--env-file", "s.env", env=env).code == 0
    assert f"${{{name}}}" in text_of(project, "numbers.yaml")
    assert text_of(project).startswith(text)
    assert text_of(project).count(f"{name}=") == 1


def test_variables_in_declarations_are_read_from_the_file(project: Project) -> None:
    text = f"- phone_number: +12\n  outbound_config: {{password: '${{{NAME}}}'}}\n"
    project.write(numbers__yaml=text, s__env=f"{NAME}='a'\n")
    project.live(secret("+12", "changed"))
    ran = project.run("import", "--update", "--env-file", "s.env")
    assert "One declared number differs from the live number" in ran.err


def test_an_unreadable_file_is_refused(project: Project) -> None:
    project.write(s__env="A='b\n").live(secret("+12", "a"))
    ran = project.run("import", "--update", "--env-file", "s.env")
    assert (ran.code, "s.env" in ran.err) == (1, True)
    assert text_of(project) == "A='b\n"


def test_git_ignores_the_secrets(project: Project) -> None:
    (project.folder / ".git").mkdir()
    (project.folder / "numbers.yaml").unlink()
    project.live(secret("+12", "a"))
    ran = project.run("import", "--env-file", "sub/s.env")
    assert "Updated sub/.gitignore." in ran.err
    assert text_of(project, "sub/.gitignore") == "s.env\n"
    ran = project.run("import", "--env-file", "sub/s.env", "--force")
    assert "gitignore" not in ran.err
    project.write(__gitignore="*.pyc\n")
    ran = project.run("import", "--env-file", "t.env", "-o", "-")
    assert text_of(project, ".gitignore") == "*.pyc\nt.env\n"


@each(
    ("before", "url", "args", "after"),
    [
        ({}, "h.db", (), {".gitignore": "s.env\nh.db*\n"}),
        ({}, "var/h.db", ("--update",), {".gitignore": "s.env\nvar/h.db*\n"}),
        ({"__gitignore": "*.env\n*.db*\n"}, "h.db", (), {".gitignore": "*.env\n*.db*\n"}),
        ({"__gitignore": "*.env\n"}, "${NOT_SET}.db", (), {".gitignore": "*.env\n"}),
        ({}, "/elsewhere/h.db", (), {".gitignore": "s.env\n"}),
    ],
)
def test_git_ignores_the_history_too(
    before: dict[str, str], url: str, args: tuple[str], after: dict[str, str], project: Project
) -> None:
    (project.folder / ".git").mkdir()
    declared = "version: 1\nnumbers: []\n"
    config = f"{CONFIG}history: 'sqlite:///{url}'\n"
    project.write(driftcheck__yaml=config, numbers__yaml=declared, **before)
    project.live(secret("+12", "a"))
    ran = project.run("import", "--env-file", "s.env", *(args or ("--force",)))
    assert ran.code == 0, ran.err
    assert {name: text_of(project, name) for name in after} == after
    assert len(list(project.folder.rglob(".gitignore"))) == len(after)


def test_an_invalid_address_is_left_out_with_a_note(project: Project) -> None:
    (project.folder / "numbers.yaml").unlink()
    odd = {"allowed_addresses": ["10.0.0.1", "203.0.113.0/33"], "pipeline_id": "p"}
    good = {"allowed_addresses": ["10.0.0.1", "::/0"]}
    project.live(number(inbound_config=odd), number(phone_number="+13", inbound_config=good)).write(
        driftcheck__yaml=CONFIG
    )
    ran = project.run("import")
    assert ran.code == 0
    told = (
        "inbound_config.allowed_addresses of +12025550100 was left out: 203.0.113.0/33 is not an IP"
    )
    assert told in ran.err
    text = text_of(project, "numbers.yaml")
    assert "203.0.113.0/33" not in text
    assert "pipeline_id: p\n" in text
    assert project.run("check").code == 0


def test_a_custom_schema_defines_valid_addresses(project: Project) -> None:
    (project.folder / "numbers.yaml").unlink()
    gate = '{"properties": {"allowed_addresses": {"items": {"type": "string"}}}}'
    project.write(
        driftcheck__yaml=f"{CONFIG}schema: own.json\n",
        own__json=f'{{"properties": {{"inbound_config": {gate}}}}}',
    )
    project.live(number(inbound_config={"allowed_addresses": ["sip.example.com"]}))
    assert project.run("import").code == 0
    assert "sip.example.com" in text_of(project, "numbers.yaml")
    assert project.run("check").code == 0


def test_a_field_name_that_yaml_cannot_hold_is_left_out(project: Project) -> None:
    (project.folder / "numbers.yaml").unlink()
    ran = project.live(number(**{"x" * 2000: 1})).run("import")
    assert (ran.code, "was left out: it is not in the entry schema" in ran.err) == (0, True)
