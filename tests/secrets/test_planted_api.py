"""Secrets that the API sends back, in errors and in answers, and the credentials sent to it."""

import json
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus

from tests.each import each
from tests.live.server import Answer, answer, serving
from tests.secrets.kinds import FORMS, KINDS, Kind
from tests.secrets.making import JSON, made
from tests.secrets.planting import Secrets
from tests.secrets.sweep import CONFIRM, checked
from tests.secrets.troubles import TROUBLES
from tests.support import NUMBER, Project, number

FIELDS = ("error_type", "description", "reason", "detail", "message")


def asking(folder: Path, url: str, **credentials: JSON) -> Project:
    """A project whose live list is at a URL."""
    agora = {"url": url, "customer_id": "id", "customer_secret": "other", "timeout": 20}
    return made(folder, config={"live": {"agora": agora | credentials}})


def told(
    folder: Path, *answers: Answer, env: Mapping[str, str] | None = None, **credentials: JSON
) -> tuple[JSON, str]:
    """The report on an API with such an answer, and everything that is written."""
    with serving(*answers) as server:
        return checked(asking(folder, server.url, **credentials), env=env)


@each(("status", "form"), [(500 if index % 3 else 400, form) for index, form in enumerate(FORMS)])
def test_an_error_that_quotes_an_address_is_reported_without_its_credentials(
    status: int, form: str, tmp_path: Path
) -> None:
    secrets = Secrets()
    body = {name: f"{name}: {form.format(secrets.plant(name))}" for name in FIELDS}
    with serving(answer(status, json.dumps(body).encode(), Retry_After="99")) as server:
        report, text = checked(asking(tmp_path, server.url))
    assert report["outcome"] == "error"
    assert "error_type: " in text
    assert secrets.found(text) == []


PLACES = {
    "redirect": (302, {"Location": "https://u:{}@h/x?token={}"}),
    "redirect-parameter": (301, {"Location": "https://h/x;token={}"}),
    "request-id": (400, {"X_Request_Id": "{}"}),
    "request-id-url": (400, {"X_Request_Id": "https://u:{}@h/x"}),
}


@each("name", PLACES)
def test_a_header_is_reported_without_secrets(name: str, tmp_path: Path) -> None:
    secrets = Secrets()
    secret = secrets.plant(name)
    status, headers = PLACES[name]
    filled = {key: value.replace("{}", secret) for key, value in headers.items()}
    sent = secret if name == "request-id" else "other"
    _, text = told(tmp_path, answer(status, **filled), customer_secret=sent)
    assert secrets.found(text) == []


SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda secret: secret,
    "quoted": lambda secret: quote(secret, safe=""),
    "of-both": lambda secret: b64encode(f"id:{secret}".encode()).decode(),
    "of-both-unpadded": lambda secret: b64encode(f"id:{secret}".encode()).decode().rstrip("="),
    "quoted-but-slashes": quote,
    "base64": lambda secret: b64encode(secret.encode()).decode(),
    "quoted-lower": lambda secret: quote(secret, safe="").lower(),
    "quoted-plus": quote_plus,
    "json": json.dumps,
    "page-of-go": lambda secret: secret.replace('"', "&#34;").replace("+", "&#43;"),
}


@each("name", SPELLINGS)
def test_a_customer_secret_that_the_api_quotes_is_hidden_in_any_spelling(
    name: str, tmp_path: Path
) -> None:
    secrets = Secrets()
    secret = f'{secrets.plant("secret")}/+ "' + secrets.plant("end of the secret")
    body = json.dumps({"message": f"no: {SPELLINGS[name](secret)}"}).encode()
    report, text = told(tmp_path, answer(400, body), customer_secret=secret)
    assert "answered 400: no: " in report["accounts"][0]["error"]
    assert secrets.found(text) == []


def test_a_customer_id_that_the_api_quotes_is_hidden(tmp_path: Path) -> None:
    secrets = Secrets()
    customer = secrets.plant("id")
    body = json.dumps({"message": f"no customer {customer}"}).encode()
    _, text = told(tmp_path, answer(401, body), customer_id=customer)
    assert secrets.found(text) == []


GOOD = answer(200, json.dumps([number(label="x")]).encode())


@each("where", ["written", "environment", "file", "command"])
@each("answers", [(GOOD,), (answer(401, b'{"message": "no"}'),)])
def test_credentials_are_never_shown_from_any_source(
    where: str, answers: tuple[Answer, ...], tmp_path: Path
) -> None:
    secrets = Secrets()
    given: dict[str, JSON] = {}
    env = {}
    for name in ("customer_id", "customer_secret"):
        secret = secrets.plant(name)
        env[name.upper()] = secret
        (tmp_path / name).write_text(f"{secret}\n", encoding="utf-8")
        given[name] = {
            "written": secret,
            "environment": f"${{{name.upper()}}}",
            "file": {"file": name},
            "command": {"command": [sys.executable, "-c", f"print('{secret}')"]},
        }[where]
    report, text = told(tmp_path, *answers, env=env, **given)
    assert report["outcome"] == ("findings" if answers == (GOOD,) else "error")
    assert secrets.found(text) == []


@each("kind", KINDS, ids=lambda kind: kind.name)
def test_a_finding_of_only_one_of_two_fetches_shows_no_secret(kind: Kind, tmp_path: Path) -> None:
    secrets = Secrets()
    project = TROUBLES[0].project(tmp_path, kind, secrets)
    first = json.loads((tmp_path / "live.json").read_text(encoding="utf-8"))
    strange = number(phone_number="+442079460123")
    lists = [json.dumps(entries).encode() for entries in ([*first, strange], [NUMBER, strange])]
    config = json.loads((tmp_path / "driftcheck.yaml").read_text(encoding="utf-8"))
    with serving(*(answer(200, body) for body in lists)) as server:
        agora = {"url": server.url, "customer_id": "id", "customer_secret": "other"}
        project.write(driftcheck__yaml=json.dumps({**config, "live": {"agora": agora}}))
        report, text = checked(project, *CONFIRM)
    assert report["confirmation"]["once"]
    assert secrets.found(text) == []
