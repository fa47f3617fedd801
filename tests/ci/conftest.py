"""Fixtures: checkouts of somebody's repository, on a machine of a CI system."""

import pytest

from tests.ci.shell import STATES, Runner, account
from tests.support import Emulate, Project


@pytest.fixture
def checkout(project: Project) -> Runner:
    """A checkout whose live list is a file."""
    return Runner(project)


@pytest.fixture
def clean(project: Project, emulate: Emulate) -> Runner:
    """A checkout whose account is as declared."""
    return account("clean", project, emulate)


@pytest.fixture
def drifted(project: Project, emulate: Emulate) -> Runner:
    """A checkout whose account has drifted."""
    return account("drift", project, emulate)


@pytest.fixture(params=STATES)
def anyhow(request: pytest.FixtureRequest, project: Project, emulate: Emulate) -> Runner:
    """A checkout whose account is clean, has drifted, or cannot be reached."""
    return account(request.param, project, emulate)


@pytest.fixture
def code(request: pytest.FixtureRequest) -> int:
    """The exit code that `driftcheck check` has with `anyhow`."""
    return STATES[request.node.callspec.params["anyhow"]]
