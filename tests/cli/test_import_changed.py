"""`driftcheck import --update --changed`: rewrite drifted values in place."""

from typing import Any

from tests.each import each
from tests.support import CONFIG, Project, number

HEAD = "version: 1\nnumbers:\n"
A, B = "+12025550100", "+12025550101"
TRUNK = {"address": "u:p@sip.example.com", "transport": "tls", "password": "new"}


def live(**fields: Any) -> dict[str, Any]:
    return number(**{"associated_pipeline": None, **fields})


def changed(project: Project, text: str, *entries: Any, args: tuple[str, ...] = ()) -> str:
    """Return the changed file, after which a check finds nothing changed."""
    path = project.folder / "numbers.yaml"
    path.write_bytes(text.encode())
    ran = project.live(*entries).run("import", "--update", "--changed", *args)
    assert (ran.code, "Left unchanged" in ran.err) == (0, False), ran.err
    after = path.read_bytes().decode()
    if not args:
        assert "drift-changed" not in project.run("check").out
        again = project.run("import", "--update", "--changed")
        assert (again.code, path.read_bytes().decode()) == (0, after)
        assert "Nothing was changed" in again.err
    return after


E = f"- phone_number: {A}\n  "
FLOW = f"- {{phone_number: {A}, "
LISTED = f"{E}inbound_config:\n    allowed_addresses:\n    "
FLOW_LISTED = f"{FLOW}inbound_config: {{allowed_addresses: "
NEW = {"label": "New"}


def gate(*addresses: str) -> dict[str, Any]:
    return {"inbound_config": {"allowed_addresses": addresses}}


@each(
    ("before", "fields", "after"),
    [
        (f"{E}label: x # c\n", NEW, f"{E}label: New # c\n"),
        (f"{E}label: 'x'\r\n", {"label": "it's"}, f"{E}label: 'it''s'\r\n"),
        (f'{FLOW}label: "x"}} # c', {"label": "a: b"}, f'{FLOW}label: "a: b"}} # c'),
        (f"{E}inbound:   false\n", {}, f"{E}inbound:   true\n"),
        (f"{E}label:\n    x\n    y\n", NEW, f"{E}label:\n    New\n"),
        (
            f"{E}label: |  # c\n    x\n\n  inbound: true",
            NEW,
            f"{E}label: New  # c\n\n  inbound: true",
        ),
        (
            f"{E}associated_pipeline: null   # none\n",
            {"associated_pipeline": {"pipeline_id": "p 1", "pipeline_name": None}},
            f"{E}associated_pipeline: {{pipeline_id: p 1}}   # none\n",
        ),
        (
            f"{E}associated_pipeline:  # c\n\n    # why\n    pipeline_id: x  # d\n  inbound: true",
            {},
            f"{E}associated_pipeline: null  # c\n    # why\n    # d\n  inbound: true",
        ),
        (
            f"{E}associated_pipeline:\n    pipeline_id: |-  # d\n      # x\n  inbound: true",
            {},
            f"{E}associated_pipeline: null\n    # d\n  inbound: true",
        ),
        (
            f"{LISTED}- '10.0.0.1' # a\n    - 10.0.0.2 # b\n    - 10.0.0.3\n",
            gate("10.0.0.4", "10.0.0.1"),
            f"{LISTED}- '10.0.0.1' # a\n    - '10.0.0.4' # b\n",
        ),
        (
            f"{LISTED}- 10.0.0.1\n    - 10.0.0.2 # b\n    - 10.0.0.3",
            gate("10.0.0.1"),
            f"{LISTED}- 10.0.0.1\n    # b",
        ),
        (f"{LISTED}- 10.0.0.1", gate("10.0.0.1", "::/0"), f'{LISTED}- 10.0.0.1\n    - "::/0"'),
        (
            f"{FLOW_LISTED}[10.0.0.1, 10.0.0.2]}}}}\n",
            gate("10.0.0.3", "10.0.0.2", "10.0.0.4/31"),
            f"{FLOW_LISTED}[10.0.0.2, 10.0.0.3, 10.0.0.4/31]}}}}\n",
        ),
        (
            f"{E}ignore: [label]\n  label: kept\n  outbound: false\n",
            NEW,
            f"{E}ignore: [label]\n  label: kept\n  outbound: true\n",
        ),
        (
            f"- range: {A}..{B}\n  label: x\n- phone_numbers: [+13, +14]\n  label: y\n",
            NEW,
            f"- range: {A}..{B}\n  label: New\n- phone_numbers: [+13, +14]\n  label: New\n",
        ),
    ],
)
def test_a_value_is_rewritten_in_place(
    before: str, fields: dict[str, Any], after: str, project: Project
) -> None:
    names = [A, B, "+13", "+14"] if "range" in before else [A]
    fleet = [live(phone_number=name, **fields) for name in names]
    assert changed(project, HEAD + before, *fleet) == HEAD + after


def test_a_value_from_defaults_is_written_into_the_entry(project: Project) -> None:
    defaults = "defaults:\n  label: Main\n  outbound_config: {transport: tls, prefix: a}\n"
    head = f"version: 1\n{defaults}numbers:\n"
    block = f"- phone_number: {A} # c\n\n# next\n"
    flow = f"- {{phone_number: {B}, outbound_config: {{prefix: a}}}} # c\n- phone_number: +13\n"
    trunk = {"transport": "udp", "prefix": "a"}
    other = {"outbound_config": {"transport": "tls", "prefix": "a"}, "label": "Main"}
    entries = [live(phone_number=n, label="New", outbound_config=trunk) for n in (A, B)]
    after = changed(project, head + block + flow, *entries, live(phone_number="+13", **other))
    assert after == head + (
        f"- phone_number: {A} # c\n  label: New\n  outbound_config:\n    transport: udp\n\n# next\n"
        f"- {{phone_number: {B}, outbound_config: {{prefix: a, transport: udp}}, label: New}} # c\n"
        "- phone_number: +13\n"
    )


def test_json_stays_json(project: Project) -> None:
    rest = '"label": "\\ud83d\\ude00", "inbound": false, "associated_pipeline": null'
    text = f'[{{"phone_number": "{A}", {rest}}}]'
    pipeline = {"pipeline_id": "p1", "pipeline_name": "☎\u202e"}
    after = changed(project, text, live(label="x", associated_pipeline=pipeline))
    assert after == (
        f'[{{"phone_number": "{A}", "label": "x", "inbound": true, '
        '"associated_pipeline": {"pipeline_id": "p1", "pipeline_name": "☎\\u202e"}}]'
    )


def test_only_the_selected_number_changes(project: Project) -> None:
    text = f"{HEAD}- phone_number: {A}\n  label: x\n- phone_number: {B}\n  label: x\n"
    select = ("--select", f"phone_number={B}")
    after = changed(project, text, live(), live(phone_number=B, label="New"), args=select)
    assert after == text.removesuffix("x\n") + "New\n"


def test_new_numbers_are_added_and_missing_ones_stay(project: Project) -> None:
    text = f"{HEAD}- phone_number: {A}\n  label: x\n- phone_number: +19\n"
    project.write(numbers__yaml=text).live(live(label="New"), live(phone_number="+442079460000"))
    ran = project.run("import", "--update", "--changed")
    assert ran.code == 0
    assert "Changed 1 value of 1 number in numbers.yaml." in ran.err
    assert "One declared number is not live and was left unchanged" in ran.err
    assert "Added 1 number to numbers.yaml." in ran.err
    assert "+19" in (project.folder / "numbers.yaml").read_text()
    (finding,) = project.report()["findings"]
    assert finding["phone_number"] == "+19"


@each(
    ("text", "entries", "line"),
    [
        (
            f"- range: {A}..{B}\n  label: x\n",
            [live(label="x"), live(phone_number=B, label="New")],
            f"numbers.yaml:4:3: label of {B} is declared for 2 numbers together",
        ),
        (
            f"- phone_numbers: [{A}, {B}]\n  label: x\n",
            [live(label="a"), live(phone_number=B, label="b")],
            f"numbers.yaml:4:3: label of {A} and 1 more is declared for 2 numbers together",
        ),
        (
            f"- phone_number: {A}\n  label: &l x\n- phone_number: {B}\n  metadata: {{a: *l}}\n",
            [live(label="New"), live(phone_number=B)],
            f"numbers.yaml:4:3: label of {A} is shared by several places (&name, *name)",
        ),
        (
            f"- phone_number: {A}\n  outbound_config: {{password: '${{PW}}'}}\n",
            [live(outbound_config=TRUNK)],
            f"numbers.yaml:4:21: outbound_config.password of {A} comes from the variable PW",
        ),
        (
            f"- phone_number: {A}\n  outbound_config: {{password: old}}\n",
            [live(outbound_config=TRUNK)],
            f"numbers.yaml:4:21: outbound_config.password of {A} is secret, so it is never written",
        ),
        (
            f"{FLOW_LISTED}[10.0.0.1, # c\n  10.0.0.2]}}}}\n",
            [live()],
            f"numbers.yaml:3:32: inbound_config of {A} contains comments",
        ),
        (
            f"- phone_number: {A}\n  inbound_config: {{allowed_addresses: [10.0.0.1]}}\n",
            [live(inbound_config={"allowed_addresses": ["10.0.0.300"]})],
            f"inbound_config.allowed_addresses of {A} has a live value that cannot be declared",
        ),
        (
            f"- phone_number: {A}\n  inbound: true\n",
            [live(inbound=True), live(inbound=False)],
            f"numbers.yaml:3:3: {A} cannot be declared: it is in the live list 2 times",
        ),
    ],
)  # fmt: skip
def test_impossible_changes_are_reported_and_the_rest_is_written(
    text: str, entries: list[Any], line: str, project: Project
) -> None:
    project.write(numbers__yaml=HEAD + text).live(*entries)
    env = {"PW": "old"}
    ran = project.run("import", "--update", "--changed", env=env)
    assert ran.code == 1
    assert line in ran.err
    assert (project.folder / "numbers.yaml").read_text() == HEAD + text
    more = "- phone_number: +19\n  label: x\n"
    project.write(numbers__yaml=HEAD + text + more)
    project.live(*entries, live(phone_number="+19", label="New"))
    ran = project.run("import", "--update", "--changed", env=env)
    assert ran.code == 0
    assert line in ran.err
    assert "Changed 1 value of 1 number" in ran.err
    after = (project.folder / "numbers.yaml").read_text()
    assert after == HEAD + text + more.replace("x\n", "New\n")


def test_no_secret_is_written_into_a_new_field(project: Project) -> None:
    text = f"{HEAD}- phone_number: {A}\n  outbound_config: null\n"
    project.write(numbers__yaml=text).live(live(outbound_config=TRUNK))
    ran = project.run("import", "--update", "--changed", "--env-file", "s.env")
    assert ran.code == 0
    after = (project.folder / "numbers.yaml").read_text()
    assert "new" not in after + ran.err
    assert "u:p" not in after + ran.err
    env = {"OUTBOUND_CONFIG_PASSWORD": "new", "OUTBOUND_CONFIG_ADDRESS": "u:p"}
    assert "OUTBOUND_CONFIG_PASSWORD='new'" in (project.folder / "s.env").read_text()
    assert project.run("check", env=env).code == 0


def test_a_file_shared_by_two_accounts_is_not_changed(project: Project) -> None:
    both = "{live: {file: live.json}, declared: [numbers.yaml]}"
    project.write(driftcheck__yaml=f"version: 1\naccounts:\n  a: {both}\n  b: {both}\n")
    before = (project.folder / "numbers.yaml").read_text()
    project.live(live(label="New"))
    ran = project.run("import", "--update", "--changed", "--account", "a")
    assert (ran.code, "is in a file shared with b" in ran.err) == (1, True)
    project.live(live(label="Support"), live(phone_number="+442079460000"))
    ran = project.run("import", "--update", "--account", "a")
    assert (ran.code, "is shared by the accounts a and b" in ran.err) == (1, True)
    assert (project.folder / "numbers.yaml").read_text() == before


def test_changed_needs_update(project: Project) -> None:
    ran = project.run("import", "--changed")
    assert (ran.code, "--changed needs --update" in ran.err) == (1, True)
    assert CONFIG in (project.folder / "driftcheck.yaml").read_text()


def test_a_secret_shared_with_other_numbers_needs_its_own_variable(project: Project) -> None:
    said = "- phone_numbers: [+12025550100]\n  outbound_config: {password: '${PW}'}\n"
    text = said + said.replace("0100", "0101")
    project.write(numbers__yaml=HEAD + text)
    was = {"password": "old"}
    project.live(live(outbound_config=TRUNK), live(phone_number=B, outbound_config=was))
    ran = project.run("import", "--update", "--changed", env={"PW": "old"})
    hint = "Set PW to the live value. If other numbers also use PW, use another variable here."
    assert (ran.code, hint in ran.err) == (1, True)


def test_fields_that_defaults_would_add_to_a_new_mapping_are_null(project: Project) -> None:
    trunk = "{address: sip.example.com, user: u}"
    head = f"version: 1\ndefaults: {{provider: byo, outbound_config: {trunk}}}\nnumbers:\n"
    entry = live(provider="byo", outbound_config={"transport": "tls", "user": "v"})
    after = changed(project, f"{head}- {{phone_number: {A}, outbound_config: null}}\n", entry)
    added = "{transport: tls, user: v, address: null}"
    assert after == f"{head}- {{phone_number: {A}, outbound_config: {added}}}\n"
