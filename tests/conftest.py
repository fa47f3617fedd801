"""Fixtures: a project folder, and an emulated API."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from driftcheck.live.emulator import Behaviour, Emulator, serving
from driftcheck.pipeline.provenance import CI_VARIABLES
from tests.command_line import command_line
from tests.locks import Job, job
from tests.support import Emulate, Project, good_project

QUICK = 25
"""How many examples a property tries in `make test`; `tests.effort` has some try more or fewer."""
settings.register_profile(
    "deep",
    max_examples=int(os.environ.get("DRIFTCHECK_EXAMPLES") or 100_000),
    deadline=None,  # a machine may be busy
    suppress_health_check=list(HealthCheck),
)
settings.register_profile(
    "quick",
    settings.get_profile("deep"),
    max_examples=QUICK,
    derandomize=True,
    database=None,
)
settings.load_profile("quick")


for name in CI_VARIABLES:  # reports say the same wherever the tests are run
    os.environ.pop(name, None)


@pytest.fixture(scope="session", autouse=True)
def _end_command_line() -> Iterator[None]:
    """End the process that serves runs, while coverage still waits for what it has seen."""
    yield
    if command_line.cache_info().currsize:
        command_line().close()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one number, declared and live alike."""
    return good_project(tmp_path)


@pytest.fixture
def emulate(tmp_path: Path) -> Iterator[Emulate]:
    """Starts emulators of the API; call it with the entries, and how it shall behave."""
    with ExitStack() as stack:

        def start(*entries: Any, **behaviour: Any) -> Emulator:
            path = tmp_path / "emulated.json"
            path.write_text(json.dumps(list(entries)), encoding="utf-8")
            settings = {"customer_id": "id", "customer_secret": "s3cret", **behaviour}
            return stack.enter_context(serving(Behaviour(path, **settings)))

        yield start


@pytest.fixture
def locked(tmp_path: Path, emulate: Emulate) -> Job:
    """A job under a lock, on one number, declared and live alike."""
    return job(tmp_path, emulate)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write what the golden cases expect anew"
    )
