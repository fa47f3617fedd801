"""Errors of a server are reported, and never with a password."""

import pytest

from driftcheck.history import store
from driftcheck.model import HistoryError
from tests.history.cluster import PASSWORD, Cluster
from tests.history.making import database, nights, record, sighting
from tests.support import CONFIG, Project

pytestmark = pytest.mark.postgresql
WRONG = "wrong-password-9"


def refused(url: str) -> str:
    with pytest.raises(HistoryError) as caught:
        record(url, *nights([sighting(1)]))
    shown = repr(caught.value.problems) + str(caught.value)
    assert PASSWORD not in shown
    assert WRONG not in shown
    return shown


def test_a_wrong_password_is_reported_and_not_shown(postgresql: Cluster) -> None:
    shown = refused(postgresql.url(password=WRONG))
    assert 'password authentication failed for user "driftcheck"' in shown


def test_a_database_that_is_not_there_is_reported(postgresql: Cluster) -> None:
    assert 'database "nowhere" does not exist' in refused(postgresql.url("nowhere"))


def test_a_server_that_is_not_there_is_reported() -> None:
    assert "Connection refused" in refused(f"postgresql://u:{WRONG}@127.0.0.1:1/drift")


def test_an_unknown_option_is_reported(postgresql: Cluster) -> None:
    assert "invalid" in refused(f"{postgresql.database()}?sslmod={WRONG}")


def test_a_lack_of_write_permission_is_reported(postgresql: Cluster) -> None:
    import psycopg

    url = postgresql.database()
    record(url, *nights([sighting(1)]))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE ROLE reader LOGIN PASSWORD 'wrong-password-9'")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    shown = refused(url.replace(f"driftcheck:{PASSWORD}", f"reader:{WRONG}"))
    assert "permission denied for table" in shown


def test_a_history_may_share_a_database_and_have_a_schema_of_its_own(postgresql: Cluster) -> None:
    import psycopg

    url = postgresql.database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE of_others (id INTEGER)")
        connection.execute("CREATE SCHEMA voice")
    record(url, *nights([sighting(1)]))
    (recorded,) = record(f"{url}?options=-csearch_path%3Dvoice", *nights([sighting(1)]))
    assert recorded.run == 1


def test_histories_in_two_schemas_do_not_wait_for_each_other(postgresql: Cluster) -> None:
    import psycopg

    url = postgresql.database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA voice")
    record(url, *nights([sighting(1)]))
    voice = f"{url}?options=-csearch_path%3Dvoice"
    with store.open_history(database(url)) as opened, opened.writing():
        (recorded,) = record(voice, *nights([sighting(1)]))
        assert recorded.run == 1
        with (
            pytest.raises(HistoryError, match="another program has been writing"),
            store.open_history(database(url), wait=0.05) as second,
            second.writing(),
        ):
            pass


def test_text_that_the_server_could_not_store_is_written_as_code_points(url: str) -> None:
    from driftcheck.history.recordable import sighting as kept
    from driftcheck.model import BUILTIN_CHECKS

    found = BUILTIN_CHECKS["drift-missing"].finding("+1\x00", "a\ud800", "größer \x00")
    (recorded,) = record(url, *nights([kept(found)]))
    assert recorded.run == 1


def test_the_command_line_records_and_reports_and_shows_no_password(
    postgresql: Cluster, project: Project
) -> None:
    url = postgresql.database()
    project.write(driftcheck__yaml=CONFIG + "history: ${HISTORY}\n").live()
    given = {"HISTORY": url}
    first = project.run("check", "--allow-empty", "-o", "json", env=given)
    assert (first.code, first.json["history"]["run"]) == (2, 1)
    second = project.run("check", "--allow-empty", env=given)
    assert "run 2; 0 new, 1 persists, 0 fixed since run 1" in second.out
    listed = project.run("history", "-o", "json", env=given)
    assert [run["run"] for run in listed.json["runs"]] == [1, 2]
    page = project.run("history", "-o", "html", env=given)
    verified = project.run("history", "verify", env=given)
    pruned = project.run("history", "prune", "--keep", "1", env=given)
    assert (page.code, verified.code, pruned.code) == (0, 0, 0)
    wrong = project.run("check", env={"HISTORY": url.replace(PASSWORD, WRONG)})
    assert wrong.code == 1
    assert "password authentication failed" in wrong.err
    for ran in (first, second, listed, page, verified, pruned, wrong):
        assert PASSWORD not in ran.out + ran.stderr
        assert WRONG not in ran.out + ran.stderr
