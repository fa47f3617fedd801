"""A customer secret that the API quotes back in the list: compared as it came, shown nowhere."""

import json
import pickle
import select
import socket
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from driftcheck.model import Watch
from driftcheck.output import Progress
from driftcheck.pipeline.accounts import looks
from driftcheck.pipeline.api import Request, prepare
from driftcheck.pipeline.cluster import remote
from driftcheck.pipeline.task import Job, Look, Options
from tests.each import each
from tests.faults.server import Server, running
from tests.live.server import answer, serving
from tests.secrets.inside import run
from tests.secrets.making import JSON, made, pack
from tests.secrets.planting import Secrets
from tests.secrets.sweep import checked, said
from tests.support import HANGS, Project, number

OTHER = "+12025550199"
ENTRIES: Mapping[str, JSON] = {
    "label": number(label="for SECRET"),
    "declared-label": number(label="SECRET b"),
    "unmanaged": number(phone_number=OTHER, label="for SECRET"),
    "name": {**number(), "SECRET": 1},
    "deep-name": {**number(), "more": {"a": [{"SECRET-x": 1}]}},
    "phone-number": number(phone_number="SECRET"),
    "list": number(inbound_config={"allowed_addresses": ["SECRET.example.com"]}),
    "address": number(outbound_config={"address": "SECRET.example.com", "transport": "SECRET"}),
    "pipeline": number(associated_pipeline={"pipeline_id": "SECRET", "pipeline_name": "SECRET"}),
    "wrong-type": number(label={"a": "SECRET"}),
}
SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "plain": lambda secret: secret,
    "pair": lambda secret: b64encode(f"id:{secret}".encode()).decode(),
}
RULES = (
    {"require": {"label": {"pattern": "^x$"}}},
    {"unique": "label"},
    {"group_by": ["label", "associated_pipeline.pipeline_id"], "count": {"minimum": 9}},
)


def planted(value: JSON, text: str) -> JSON:
    """A value with a text in place of each SECRET."""
    return json.loads(json.dumps(value).replace("SECRET", text))


def asking(folder: Path, url: str, secret: str, entry: JSON, **config: JSON) -> None:
    """A project that asks an API, with some of what is live declared otherwise."""
    agora = {"url": url, "customer_id": "id", "customer_secret": secret, "timeout": 20}
    label = "SECRET a" if "SECRET b" in str(entry) else "Sales"
    made(
        folder,
        config={"live": {"agora": agora}, "policies": ["rules.yaml"], **config},
        declared=planted({"label": label, "inbound": False}, secret),
        files={"rules.yaml": pack(*RULES)},
    )


@each("name", ENTRIES)
@each("spelling", SPELLINGS)
def test_no_command_shows_what_the_list_quotes(spelling: str, name: str, tmp_path: Path) -> None:
    secrets = Secrets()
    secret = secrets.plant(name)
    other = planted({**number(label="for SECRET"), "phone_number": "+442079460123"}, secret)
    entry = planted(ENTRIES[name], SPELLINGS[spelling](secret))
    with serving(answer(200, json.dumps([entry, other]).encode())) as server:
        asking(tmp_path, server.url, secret, ENTRIES[name], history="sqlite:///history.db")
        report, text = checked(Project(tmp_path))
        texts = [text, said(run("fetch", folder=tmp_path)), said(run("history", folder=tmp_path))]
        texts += [said(run("import", "--force", "-o", "out.yaml", folder=tmp_path))]
        texts += [said(run("history", "show", "1", folder=tmp_path))]
    texts += [file.read_text() for file in tmp_path.glob("out.yaml")]
    texts += [(tmp_path / "history.db").read_bytes().decode("latin-1")]
    assert report["outcome"] == "findings"
    assert secrets.found(*texts) == []


@each("args", (("--force", "-o", "out.yaml"), ("--update",)))
def test_no_number_that_holds_it_is_imported(args: tuple[str, ...], tmp_path: Path) -> None:
    entries = [number(), number(phone_number="+441234567800")]
    with serving(answer(200, json.dumps(entries).encode())) as server:
        agora = {"url": server.url, "customer_id": "id", "customer_secret": "12345678"}
        made(tmp_path, config={"live": {"agora": agora}}, declared={})
        ran = run("import", *args, folder=tmp_path)
        assert run("import", *args, "--skip-invalid", folder=tmp_path).code == 0
    assert ran.code == 1
    assert "+44(sensitive)00 cannot be declared: its phone number contains the customer" in ran.err
    assert "12345678" not in "".join(file.read_text() for file in tmp_path.glob("[no]*.yaml"))


def test_a_secret_that_is_a_word_changes_no_comparison(tmp_path: Path) -> None:
    entries = [number(label="Sales1", note="Sales1")]
    with serving(answer(200, json.dumps(entries).encode())) as server:
        agora = {"url": server.url, "customer_id": "id", "customer_secret": "Sales1"}
        rule = {"require": {"label": "Sales1"}}
        project = made(
            tmp_path,
            config={"live": {"agora": agora}, "policies": ["rules.yaml"]},
            declared={"label": "Sales1"},
            files={"rules.yaml": pack(rule)},
        )
        report, _ = checked(project)
    assert {finding["check"] for finding in report["findings"]} == {"schema-unknown-field"}


def test_a_secret_that_is_too_short_to_be_one_hides_nothing_but_the_pair(tmp_path: Path) -> None:
    pair = b64encode(b"id:abcde").decode()
    entries = [number(label=f"abcde {pair}")]
    with serving(answer(200, json.dumps(entries).encode())) as server:
        agora = {"url": server.url, "customer_id": "id", "customer_secret": "abcde"}
        project = made(tmp_path, config={"live": {"agora": agora}})
        report, _ = checked(project)
    (finding,) = report["findings"]
    assert finding["actual"] == "abcde (sensitive)"


def two_accounts(url: str, names: Mapping[str, str]) -> JSON:
    """A configuration with an account for each name, which has this secret."""
    accounts = {
        name: {
            "declared": ["numbers.yaml"],
            "live": {"agora": {"url": url, "customer_id": "id", "customer_secret": secret}},
        }
        for name, secret in names.items()
    }
    return {"version": 1, "accounts": accounts}


@each("status", [200, 401])
def test_each_account_hides_its_secret_and_that_of_the_others(status: int, tmp_path: Path) -> None:
    secrets = Secrets()
    names = {name: secrets.plant(name) for name in ("one", "two")}
    told = " ".join(names.values())
    body: JSON = {"message": f"no: {told}"}
    if status == 200:
        body = [{**number(label=told), "phone_number": OTHER}]
    with serving(answer(status, json.dumps(body).encode())) as server:
        project = made(tmp_path, files={"driftcheck.yaml": two_accounts(server.url, names)})
        report, text = checked(project)
    assert report["outcome"] == ("findings" if status == 200 else "error")
    assert ("answered 401: no: " in text) is (status == 401)
    assert secrets.found(text) == []


def test_a_log_line_of_one_account_hides_the_secret_of_another(tmp_path: Path) -> None:
    secrets = Secrets()
    names = {name: secrets.plant(name) for name in ("one", "two")}
    busy = answer(503, json.dumps({"message": " ".join(names.values())}).encode(), Retry_After="0")

    def once_both_ask(connection: socket.socket, server: Server) -> None:
        select.select([server.listener], [], [], HANGS)
        connection.sendall(busy)

    with running(once_both_ask, busy, answer(200, json.dumps([number()]).encode())) as server:
        project = made(tmp_path, files={"driftcheck.yaml": two_accounts(server.url, names)})
        ran = project.run("check", "-v", "--jobs", "2")
    assert ran.err.count("answered 503: (sensitive) (sensitive)") == 2
    assert secrets.found(ran.stderr + ran.out) == []


QUOTING = (
    ("for s3cret-text", "for s3cret-text"),
    ("for s3cret-text", "for another"),
    ("s3cret-text", "s3cret-text"),
)


@each(("live", "declared"), QUOTING)
def test_a_saved_list_that_quoted_it_brings_no_drift(
    live: str, declared: str, tmp_path: Path
) -> None:
    entries = [number(label=live)]
    with serving(answer(200, json.dumps(entries).encode())) as server:
        agora = {"url": server.url, "customer_id": "id", "customer_secret": "s3cret-text"}
        made(tmp_path, config={"live": {"agora": agora}}, declared={"label": declared})
        assert run("fetch", "-o", "saved.json", folder=tmp_path).code == 0
    saved = json.loads((tmp_path / "saved.json").read_text())
    assert saved["secret"] == "quoted"
    assert saved["numbers"][0]["label"] == live.replace("s3cret-text", "(sensitive)")
    ran = run("check", "--live", "saved.json", folder=tmp_path)
    assert ran.code == 0, ran.out
    assert "1 declared secret" in ran.out
    # What nobody quoted is a value like any other.
    del saved["secret"]
    (tmp_path / "saved.json").write_text(json.dumps(saved))
    assert run("check", "--live", "saved.json", folder=tmp_path).code == 2


def test_a_worker_sends_back_nothing_that_quotes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = Secrets()
    secret = secrets.plant("sent")
    monkeypatch.setenv("THEIR_SECRET", secret)
    entries = [planted(entry, secret) for entry in ENTRIES.values()]
    jobs: list[Job] = []

    def executor(given: Sequence[Job], _watch: Watch) -> list[Look]:
        jobs.extend(given)
        return [Look(job.account) for job in given]

    with serving(answer(200, json.dumps(entries).encode())) as server:
        asking(tmp_path, server.url, "${THEIR_SECRET}", None, history="sqlite:///history.db")
        options = Options(executor=executor)
        task = prepare(Request(tmp_path / "driftcheck.yaml", options=options), {})
        looks(task, Progress(verbose=False, quiet=True))
        sent = pickle.dumps(remote(pickle.dumps(jobs[0])))
    assert b"(sensitive)" in sent
    assert secrets.found(sent.decode("latin-1")) == []
