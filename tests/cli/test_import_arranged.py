"""`driftcheck import --update`: a new number goes to the file of similar numbers."""

from typing import Any

from tests.each import each
from tests.support import CONFIG, Project, number

GLOB = CONFIG.replace("numbers.yaml", "numbers/*.yaml")


def routed(name: str, pipeline: str | None, provider: str = "twilio") -> dict[str, Any]:
    route = pipeline and {"pipeline_id": pipeline}
    return number(phone_number=name, associated_pipeline=route, provider=provider)


def entry(name: str, pipeline: str | None = None, provider: str | None = None) -> str:
    route = f"{{pipeline_id: {pipeline}}}" if pipeline else "null"
    said = f"\n  provider: {provider}" if provider else f"\n  associated_pipeline: {route}"
    return f"- phone_number: {name}{said}\n"


A, B, C, D = "+12025550100", "+442079460000", "+12025550177", "+33140000000"
FLEET = [routed(A, "p1"), routed(B, "p2", "byo"), routed(C, "p1", "byo"), routed(D, "p3")]


def places(project: Project) -> dict[str, list[str]]:
    """Return the numbers declared in each file."""
    return {
        path.relative_to(project.folder).as_posix(): [
            line.split()[-1].strip('"')
            for line in path.read_text().splitlines()
            if "- phone" in line
        ]
        for path in sorted(project.folder.rglob("*.yaml"))
        if path.name != "driftcheck.yaml"
    }


@each(
    ("declared", "files", "found"),
    [
        (  # by pipeline, whatever the files are called
            "numbers/*.yaml",
            {"a": entry(A, "p1"), "b": entry(B, "p2")},
            {"numbers/a.yaml": [A, C], "numbers/b.yaml": [B], "numbers/p3.yaml": [D]},
        ),
        (  # by provider
            "numbers/*.yaml",
            {"a": entry(A, None, "twilio"), "b": entry(B, None, "byo")},
            {"numbers/a.yaml": [A, D], "numbers/b.yaml": [B, C]},
        ),
        (  # by country
            "numbers/*.yaml",
            {"a": f"- phone_number: {A}\n", "b": f"- phone_number: {B}\n"},
            {"numbers/a.yaml": [A, C], "numbers/b.yaml": [B], "numbers/fr.yaml": [D]},
        ),
        (  # the only file is named after its group
            "numbers/*.yaml",
            {"p1": entry(A, "p1") + entry(B, "p1")},
            {"numbers/p1.yaml": [A, B, C], "numbers/p3.yaml": [D]},
        ),
        (  # one file, which is named after nothing
            "numbers/*.yaml",
            {"all": entry(A, "p1") + entry(B, "p1")},
            {"numbers/all.yaml": [A, B, C, D]},
        ),
        (  # a mix is no arrangement
            "numbers/*.yaml",
            {"a": entry(A, "p1") + entry("+3314", "p2", ""), "b": entry(B, "p2")},
            {"numbers/a.yaml": [A, "+3314"], "numbers/b.yaml": [B, C, D]},
        ),
        (  # a file named after a group may hold what was moved since
            "numbers/*.yaml",
            {
                "p1": entry(A, "p1") + entry("+3314", "p1") + entry("+3315", "p2"),
                "p2": entry(B, "p2"),
            },
            {
                "numbers/p1.yaml": [A, "+3314", "+3315", C],
                "numbers/p2.yaml": [B],
                "numbers/p3.yaml": [D],
            },
        ),
        (  # other suffixes
            "numbers/*.yml",
            {"a.yml": entry(A, "p1"), "b.yml": entry(B, "p2")},
            {},
        ),
        (  # no file of its own would be declared
            "numbers/a.yaml, numbers/b.yaml",
            {"a": entry(A, "p1"), "b": entry(B, "p2")},
            {"numbers/a.yaml": [A, C], "numbers/b.yaml": [B, D]},
        ),
        (  # folders by country
            "numbers/*/*.yaml",
            {"us/a": entry(A, "p1"), "gb/b": entry(B, "p2")},
            {"numbers/fr/p3.yaml": [D], "numbers/gb/b.yaml": [B], "numbers/us/a.yaml": [A, C]},
        ),
        (  # folders with one file each
            "numbers/*/numbers.yaml",
            {"us/numbers": f"- phone_number: {A}\n", "gb/numbers": f"- phone_number: {B}\n"},
            {
                "numbers/fr/numbers.yaml": [D],
                "numbers/gb/numbers.yaml": [B],
                "numbers/us/numbers.yaml": [A, C],
            },
        ),
    ],
)
def test_new_numbers_go_to_the_file_of_similar_numbers(
    declared: str, files: dict[str, str], found: dict[str, list[str]], project: Project
) -> None:
    (project.folder / "numbers.yaml").unlink()
    project.write(driftcheck__yaml=CONFIG.replace("numbers.yaml", declared))
    for name, text in files.items():
        path = project.folder / "numbers" / (name if "." in name else f"{name}.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    extra = [routed(n, "p1") for n in ("+3314", "+3315") if n in "".join(files.values())]
    ran = project.live(*FLEET, *extra).run("import", "--update")
    assert ran.code == 0
    assert places(project) == found
    if ".yml" in declared:
        assert (project.folder / "numbers" / "p3.yml").exists()
    if "," in declared:
        assert "numbers/p3.yaml, is not under `declared` in driftcheck.yaml" in ran.err
    assert "drift-unmanaged" not in project.run("check").out
    again = project.run("import", "--update")
    assert "Nothing was added" in again.err
    assert places(project) == found


def test_a_file_shared_with_another_account_is_skipped(project: Project) -> None:
    both = "{{live: {{file: live.json}}, declared: [{}]}}"
    project.write(
        driftcheck__yaml="version: 1\naccounts:\n"
        f"  a: {both.format('a.yaml, both.yaml')}\n  b: {both.format('both.yaml')}\n",
        a__yaml=entry(A, "p1"),
        both__yaml=entry(B, "p2"),
    )
    ran = project.live(*FLEET).run("import", "--update", "--account", "a")
    assert ran.code == 0
    assert places(project)["a.yaml"] == [A, C, D]
    assert places(project)["both.yaml"] == [B]


@each(
    ("declared", "how"),
    [("+12025550178", "by one edit"), ("0012025550177", "only in how it is written")],
)
def test_a_number_that_looks_like_a_typo_is_skipped(
    declared: str, how: str, project: Project
) -> None:
    project.write(
        number__json='{"properties": {"phone_number": {"type": "string"}}}',
        numbers__yaml=f'- phone_number: "{declared}"\n',
    )
    project.write(driftcheck__yaml=f"{CONFIG}schema: number.json\n").live(*FLEET)
    ran = project.run("import", "--update")
    assert ran.code == 0
    assert f"Skipped: {C} is live, but not declared; it differs from {declared} (n" in ran.err
    assert how in ran.err
    assert f"driftcheck import --update --select phone_number={C}\n" in ran.err
    assert C not in "".join(places(project)["numbers.yaml"])
    assert len(places(project)["numbers.yaml"]) == 4
    again = project.run("import", "--update")
    assert (again.code, "Nothing was added.\nSkipped:" in again.err) == (0, True)
    ran = project.run("import", "--update", "--select", f"phone_number={C}")
    assert "Added 1 number to numbers.yaml." in ran.err
    assert C in places(project)["numbers.yaml"]


def test_a_list_of_only_typos_is_not_called_empty(project: Project) -> None:
    project.write(numbers__yaml="- phone_number: +12025550178\n").live(number(phone_number=C))
    before = (project.folder / "numbers.yaml").read_text()
    ran = project.run("import", "--update")
    said = f"Nothing was added.\nSkipped: {C} is live, but not declared"
    assert (ran.code, ran.err.startswith(said)) == (0, True)
    assert (project.folder / "numbers.yaml").read_text() == before
    ran = project.live().run("import", "--update")
    assert (ran.code, "the live list is empty" in ran.err) == (1, True)
