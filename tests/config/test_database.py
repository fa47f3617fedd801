"""The URL of a history."""

from pathlib import Path

import pytest

from driftcheck.config.database import Server, parse_database
from driftcheck.model import InputError, Place
from tests.each import each

FOLDER = Path("/srv/voice")
PLACE = Place("driftcheck.yaml", 3, 10)
PASSWORD = "s3cret"


@each(
    ("url", "path"),
    [
        ("sqlite:///var/driftcheck.db", "/srv/voice/var/driftcheck.db"),
        ("sqlite:////var/lib/driftcheck.db", "/var/lib/driftcheck.db"),
        ("sqlite:///../h.db", "/srv/voice/../h.db"),
        ("SQLite:///a b%20c.db", "/srv/voice/a b%20c.db"),
        (" sqlite:///h.db\n", "/srv/voice/h.db"),
    ],
)
def test_a_file_is_relative_to_the_folder_unless_there_are_four_slashes(
    url: str, path: str
) -> None:
    assert parse_database(url, FOLDER).path == Path(path)


def test_a_server_url_is_parsed() -> None:
    url = "postgresql://voice:a%40b%2Fc@db.example.com:6432/drift?sslmode=verify-full"
    found = parse_database(url, FOLDER, PLACE)
    assert found.server == Server(
        "db.example.com", 6432, "voice", "a@b/c", "drift", {"sslmode": "verify-full"}
    )
    assert found.name == "postgresql://db.example.com:6432/drift"
    assert (found.path, found.place) == (None, PLACE)


@each(
    ("url", "host", "name"),
    [
        ("postgres:///drift", None, "postgresql://localhost/drift"),
        ("postgresql+psycopg://db/drift", "db", "postgresql://db/drift"),
        ("postgresql://%2Frun%2FPG/drift", "/run/PG", "postgresql:///run/PG/drift"),
        ("postgresql:///drift?host=/tmp", None, "postgresql:///tmp/drift"),
        ("postgresql://u@[::1]:5433/drift", "::1", "postgresql://::1:5433/drift"),
    ],
)
def test_a_server_url_has_other_spellings(url: str, host: str | None, name: str) -> None:
    found = parse_database(url, FOLDER)
    assert found.server
    assert (found.server.host, found.name) == (host, name)


@each(
    ("url", "message", "hint"),
    [
        ("var/driftcheck.db", "must be a URL", "Write sqlite:///var/driftcheck.db, or"),
        ("mysql://db/x", 'cannot be kept in "mysql://"', "Write sqlite:///"),
        ("sqllite:///h.db", 'cannot be kept in "sqllite://"', 'Did you mean "sqlite://"?'),
        (
            "postgresql+asyncpg://db/x",
            'cannot be kept in "postgresql+asyncpg://"',
            'Did you mean "postgresql://"?',
        ),
        ("sqlite://h.db", "must have three slashes", "Write sqlite:///var"),
        ("sqlite://", "must have three slashes", "Write sqlite:///var"),
        ("sqlite:///", "has no file", "Write sqlite:///var"),
        ("sqlite:///:memory:", "has no file", "Write sqlite:///var"),
        ("sqlite:///var/", "has no file", "Write sqlite:///var"),
        ("sqlite:///h.db?mode=ro", "must not have parameters", "Remove"),
        ("postgresql://db", "has no database", "postgresql://HOST/DATABASE"),
        ("postgresql://db/", "has no database", "postgresql://HOST/DATABASE"),
        ("postgresql://db/a/b", "has no database", "postgresql://HOST/DATABASE"),
        ("postgresql://db:x/a", "is malformed", "postgresql://HOST/DATABASE"),
        ("postgresql://[db/a", "is malformed", "postgresql://HOST/DATABASE"),
    ],
)
def test_other_urls_are_refused_with_their_place(url: str, message: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_database(url, FOLDER, PLACE)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert problem.place == PLACE
    assert hint in (problem.hint or "")


@each(
    "url",
    [
        f"postgresql://u:{PASSWORD}@db",
        f"postgresql://u:{PASSWORD}@db:x/d",
        f"postgresql://u:{PASSWORD}@[db/d",
        f"postgres+x://u:{PASSWORD}@db/d",
        f"mysql://u:{PASSWORD}@db/d",
    ],
)
def test_no_error_quotes_a_password(url: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_database(url, FOLDER)
    assert PASSWORD not in repr(caught.value.problems)


def test_a_password_is_neither_in_the_name_nor_in_the_repr() -> None:
    found = parse_database(f"postgresql://u:{PASSWORD}@db/d?sslpassword={PASSWORD}", FOLDER)
    assert PASSWORD not in found.name + repr(found)
