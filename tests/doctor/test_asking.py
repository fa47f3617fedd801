"""The requests of `driftcheck doctor`: lists, clock, history."""

import time
from email.utils import formatdate

from tests.doctor.examining import HISTORY, LIVE, NOTIFY, PASSWORD, remarks, to_fix
from tests.each import each
from tests.live.server import answer, serving, stall
from tests.support import NUMBER, Emulate, Project


def test_each_account_is_examined_even_if_others_fail(project: Project, emulate: Emulate) -> None:
    url = emulate(NUMBER).url
    config = "version: 1\naccounts:\n"
    for name, secret in {"eu": "${EU_SECRET}", "us": "wrong-one"}.items():
        agora = f'{{url: "{url}", customer_id: id, customer_secret: "{secret}"}}'
        config += f"  {name}: {{live: {{agora: {agora}}}, declared: [numbers.yaml]}}\n"
    project.write(driftcheck__yaml=config + "  f: {live: {file: live.json}, declared: [no.yaml]}\n")
    found = remarks(project, EU_SECRET="s3cret")
    assert [(how, text.split(" | ")[0]) for how, text in found["Live list"]] == [
        ("ok", "eu"),
        ("fix", "us"),
        ("ok", "f"),
    ]
    assert "answered 401" in found["Live list"][1][1]
    assert "Check customer_id and customer_secret" in found["Live list"][1][1]
    assert "f | " in found["Configuration"][0][1]
    assert "us | customer_secret: it is in the configuration as plain text" in "".join(
        t for _, t in found["Credentials"]
    )
    chosen = remarks(project, "--account", "f")
    assert len(chosen["Live list"]) == 1
    ran = project.run("doctor", "--account", "ff")
    assert (ran.code, ran.out, 'there is no account "ff"' in ran.err) == (1, "", True)


def test_offline_makes_no_requests(project: Project) -> None:
    with serving(answer(200, b"[]")) as script:
        project.write(driftcheck__yaml=LIVE % script.url + NOTIFY % script.url)
        found = remarks(project, "--offline")
        assert script.asked == []
        assert found["Live list"] == [("note", "the API was not called (--offline)")]
        remarks(project)
        assert script.asked == ["GET /list"]  # and no notification


def test_a_violation_of_the_lock_makes_no_requests_and_runs_nothing(project: Project) -> None:
    with serving(answer(200, b"[]")) as script:
        agora = f'{{url: "{script.url}", customer_id: {{command: [touch, ran]}}}}'
        config = f"version: 1\nlive: {{agora: {agora}}}\ndeclared: [numbers.yaml]\n{HISTORY}"
        project.write(driftcheck__yaml=config, lock__yaml="version: 1\nhosts: [127.0.0.1]\n")
        found = remarks(project, "--lock", "lock.yaml")
        assert script.asked == []
    assert not (project.folder / "ran").exists()
    assert [title for title, _ in to_fix(found)] == ["Configuration"]
    beyond = "the API was not called: the lock does not allow this configuration"
    assert found["Live list"] == [("note", beyond)]


def test_a_stalling_server_is_abandoned_after_the_timeout(project: Project) -> None:
    with serving(stall) as script:
        project.write(driftcheck__yaml=(LIVE % script.url).replace("timeout: 2", "timeout: 0.3"))
        ((how, text),) = remarks(project)["Live list"]
    assert (how, "did not return the whole list in 0.3 seconds" in text) == ("fix", True)


@each(
    ("ahead", "how", "said"),
    [
        (-3600, "fix", "this machine's clock is 60 minutes ahead of that of 127.0.0.1:"),
        (420, "fix", "this machine's clock is 7 minutes behind that of 127.0.0.1:"),
        (240, "ok", "within "),
    ],
)
def test_a_wrong_clock_must_be_fixed(ahead: int, how: str, said: str, project: Project) -> None:
    date = formatdate(time.time() + ahead, usegmt=True)
    with serving(answer(401, b"{}", None, Date=date)) as script:
        project.write(driftcheck__yaml=LIVE % script.url)
        ((found, text),) = remarks(project)["Clock"]
    assert (found, text[: len(said)]) == (how, said)


@each("headers", [{}, {"Date": "nonsense"}, {"Date": "Thu, 01 Jan 1970 00:00:00 GMT", "Age": "9"}])
def test_a_response_without_a_date_is_not_compared(
    headers: dict[str, str], project: Project
) -> None:
    with serving(answer(200, b"[]", None, **headers)) as script:
        project.write(driftcheck__yaml=LIVE % script.url)
        ((how, text),) = remarks(project)["Clock"]
    assert (how, text) == ("note", "not compared: no response has a date")


def test_a_history_is_read_and_its_chain_verified(project: Project) -> None:
    config = f"version: 1\nlive: {{file: live.json}}\ndeclared: [numbers.yaml]\n{HISTORY}"
    project.write(driftcheck__yaml=config).run("check")
    found = remarks(project)["History"]
    assert [how for how, _ in found] == ["ok", "ok"]
    assert found[0][1].startswith("h.db has 1 run, the latest of ")
    path = project.folder / "h.db"
    path.write_bytes(path.read_bytes().replace(b'"outcome":"clean"', b'"outcome":"cleam"'))
    last = remarks(project)["History"][-1]
    assert (last[0], last[1].startswith("the chain is broken: ")) == ("fix", True)


def test_a_history_on_a_server_is_not_contacted_offline(project: Project) -> None:
    config = f"{LIVE % 'https://127.0.0.1:1/x'}history: postgresql://u:{PASSWORD}@127.0.0.1:1/x\n"
    project.write(driftcheck__yaml=config)
    ((how, text),) = remarks(project, "--offline")["History"]
    assert (how, text) == ("note", "postgresql://127.0.0.1:1/x was not contacted (--offline)")
