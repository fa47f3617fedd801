"""`--executor dask=URL`: the same reports, from workers that have the secrets."""

import re
from pathlib import Path

from tests.cluster.conftest import Dask
from tests.fleets import COMMON, Fleet, Given, numbers, timeless, without_times
from tests.support import Ran

ONE = 12025550100
HURRIED = """
from itertools import count
from types import SimpleNamespace
cluster.time = SimpleNamespace(monotonic=count(0, 3600).__next__)
"""
"""A clock by which an hour goes by whenever somebody looks."""
PATCHED = """
import sys
import driftcheck
from driftcheck.pipeline import cluster
{patch}
from driftcheck.__main__ import main
main(sys.argv[1:])
"""


def executor(dask: Dask) -> str:
    return f"--executor=dask={dask.address}"


def several(fleet: Fleet, secret: str = "s3cret-424", delay: float = 0.0, count: int = 3) -> Fleet:
    """Accounts: one has drift, one fails, one is null, and two have the same number."""
    given = {
        f"a-{n}": Given(numbers(ONE + 100 * n, 3), secret=secret, delay=delay) for n in range(count)
    }
    given["changed"] = Given(
        numbers(ONE + 5000, label="x"), f"  - {{phone_number: +{ONE}, label: y}}\n", secret=secret
    )
    given["barred"] = Given(numbers(ONE + 6000), secret="wrong")
    return fleet.write_all(given, f"  nothing: null\n{COMMON}")


def test_the_reports_are_the_same_bytes(dask: Dask, fleet: Fleet) -> None:
    several(fleet)
    here, there = fleet.check("-o", "json"), fleet.check("-o", "json", executor(dask))
    assert timeless(here.json) == timeless(there.json)
    assert (here.code, there.code) == (1, 1)
    assert here.err == there.err
    assert timeless(there.json).count('"fetched_at": "TIME"') == 4
    texts = fleet.check("-o", "text"), fleet.check("-o", "text", executor(dask))
    assert without_times(texts[0].out) == without_times(texts[1].out)
    assert texts[0].err == texts[1].err


def test_reports_of_a_selection_confirmed_and_masked_are_the_same_too(
    dask: Dask, fleet: Fleet
) -> None:
    several(fleet)
    options = ("--select", "label=[xy]", "--confirm", "--confirm-pause", "0", "--mask-numbers")
    here, there = (fleet.check("-o", "json", *options, *more) for more in ((), (executor(dask),)))
    assert timeless(here.json) == timeless(there.json)


def test_secrets_are_those_of_the_workers(dask: Dask, fleet: Fleet) -> None:
    several(fleet, secret="${THEIR_SECRET}")
    report = fleet.check("-o", "json", executor(dask)).json
    failed = [account["name"] for account in report["accounts"] if account["error"]]
    assert failed == ["barred", "nothing"]


def test_a_variable_that_a_worker_lacks_is_reported_with_its_place(
    dask: Dask, fleet: Fleet
) -> None:
    fleet.write(eu=Given(numbers(ONE), secret="${NOBODYS_SECRET}"))
    ran = fleet.check(executor(dask), env={"NOBODYS_SECRET": "s3cret-424"})
    assert ran.code == 1
    assert ran.err.startswith(
        "Error: driftcheck.yaml:8:9: the environment variable NOBODYS_SECRET is not set\n"
    )


def test_secrets_in_files_and_from_commands_are_asked_for_by_the_workers(
    dask: Dask, fleet: Fleet
) -> None:
    fleet.project.write(secret__txt="s3cret-424\n")
    fleet.write(
        eu=Given(numbers(ONE), secret="{file: secret.txt}"),
        us=Given(numbers(ONE + 100), secret="{command: [cat, secret.txt]}"),
    )
    ran = fleet.check("-v", executor(dask))
    assert ran.code == 0
    assert "driftcheck: us: asking cat for customer_secret\n" in ran.err


def test_the_documented_line_uses_the_workers(dask: Dask, fleet: Fleet) -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "nightly.md").read_text()
    (line,) = re.findall(r"^driftcheck (check --executor .*)$", page, re.M)
    fleet.write(eu=Given(numbers(ONE), secret="${THEIR_SECRET}"))
    args = line.replace("tcp://scheduler.example.com:8786", dask.address).split()
    assert fleet.project.run(*args).code == 0
    assert (fleet.project.folder / "driftcheck.json").exists()


def test_an_account_in_a_file_is_looked_at_here(dask: Dask, fleet: Fleet) -> None:
    assert fleet.project.run("check", executor(dask)).code == 0


def test_accounts_report_a_missing_scheduler(fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE)), us=Given(numbers(ONE + 100)))
    ran = patched(
        fleet, "cluster.PATIENCE = 0.5", "-o", "json", "--executor=dask=tcp://127.0.0.1:9"
    )
    message = "--executor: cannot reach a Dask scheduler at tcp://127.0.0.1:9"
    assert (ran.code, ran.err.splitlines()[0]) == (1, f"Error: accounts eu, us: {message}")
    assert [account["error"].split("\n")[0] for account in ran.json["accounts"]] == [message] * 2


def patched(fleet: Fleet, patch: str, *args: str) -> Ran:
    """Run the command line with something in it changed."""
    return fleet.project.python("-c", PATCHED.format(patch=patch), "check", *args)


def test_a_check_waits_a_while_for_a_cluster_without_workers(small: Dask, fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE)), us=Given(numbers(ONE + 100)))
    ran = patched(fleet, HURRIED, executor(small.start(0)))
    assert (ran.code, ran.err.splitlines()[0]) == (
        1,
        "Error: accounts eu, us: the cluster has no worker",
    )


def test_a_worker_of_another_version_is_refused(dask: Dask, fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE)))
    ran = patched(fleet, "driftcheck.__version__ = '0.0.0'", executor(dask))
    assert (ran.code, "a worker has driftcheck " in ran.err) == (1, True)


def test_an_unknown_executor_is_a_usage_error(fleet: Fleet) -> None:
    fleet.write(eu=Given(numbers(ONE)))
    for text in ("ray=x", "dask", "dask="):
        ran = fleet.check("--executor", text)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith("Error: --executor: there is no executor ")
