"""The step of the GitHub Action that installs: what pip is asked, and what it is not given.

With a Python that writes down what it is asked; tests/validators runs the real one, which needs a
network.
"""

import re

import pytest

from tests.ci.action import STEPS, filled
from tests.ci.shell import CREDENTIALS, GITHUB, HOSTILE, Runner
from tests.each import each
from tests.support import Ran

PYTHON = """
case "$*" in *psycopg*) [ ! -e without ] || exit 1 ;; esac
printf "%s\\n" "$*" >> asked
printf "%s\\n" "$PYTHONPATH" >> paths
env > environment
mkdir -p "${0%/*}/../temp dir/driftcheck/bin"
"""
INSTALL = "-P -m pip install --quiet --disable-pip-version-check"
LOCKED = f"{INSTALL} --require-hashes -r"
SECRET = {**CREDENTIALS, "PROD_SECRET": "x", "GITHUB_TOKEN": "x", "ACTIONS_ID_TOKEN": "x"}
NEEDED = {"PIP_INDEX_URL": "x", "https_proxy": "x", "SSL_CERT_FILE": "x", "TMPDIR": "/tmp"}


def step(runner: Runner, env: dict[str, str] | None = None, **inputs: str) -> Ran:
    """Run the step. With a file `without`, psycopg cannot be imported."""
    runner.stub("python", PYTHON)
    stub, temp = runner.stubs / "python", runner.folder / "temp dir"
    (temp / "driftcheck" / "bin").mkdir(parents=True)
    (temp / "driftcheck" / "bin" / "python").symlink_to(stub)
    given = {
        **filled("install", **inputs),
        "INPUT_PYTHON": str(stub),
        "RUNNER_TEMP": str(temp),
        "GITHUB_ACTION_PATH": "/the action",
        "GITHUB_PATH": str(runner.folder / "path"),
    }
    return runner.run(STEPS["install"]["run"], GITHUB, **given, **(env or {}))


def install(runner: Runner, env: dict[str, str] | None = None, **inputs: str) -> list[str]:
    """The arguments of each call of Python, in order."""
    ran = step(runner, env, **inputs)
    assert (ran.code, ran.err) == (0, "")
    return runner.read("asked").splitlines()


def test_nothing_is_installed_without_its_hash(checkout: Runner) -> None:
    """But driftcheck itself, which is made of the source of the action, by tools with theirs."""
    temp = checkout.folder / "temp dir"
    assert install(checkout) == [
        f"-P -m venv --clear {temp}/driftcheck",
        f"{LOCKED} /the action/requirements/run.txt",
        f"{LOCKED} /the action/requirements/build.txt --target {temp}/driftcheck-build",
        f"{INSTALL} --no-deps --no-build-isolation -- /the action",
        "-P -m pip check",
    ]
    assert checkout.read("paths").split("\n")[2:4] == ["", f"{temp}/driftcheck-build"]
    assert checkout.read("path") == f"{temp}/driftcheck/bin\n"


@each(
    "package", ["./a wheel.whl", "--index-url=x", *(text for text in HOSTILE if "\n" not in text)]
)
def test_the_package_to_install_is_one_argument_and_never_an_option(
    package: str, checkout: Runner
) -> None:
    assert install(checkout, package=package)[3].endswith(f" -- {package}")
    assert not checkout.has("pwned")


def test_the_users_own_locked_requirements_are_installed(checkout: Runner) -> None:
    assert (
        install(checkout, requirements="$(touch pwned) a.txt")[1]
        == f"{LOCKED} $(touch pwned) a.txt"
    )
    assert not checkout.has("pwned")


@each("postgresql", ["true", "True"])
def test_the_driver_of_postgresql_is_locked_and_imported(postgresql: str, checkout: Runner) -> None:
    asked = install(checkout, postgresql=postgresql)
    assert asked[1] == f"{LOCKED} /the action/requirements/postgresql.txt"
    assert asked[-1] == "-P -c import psycopg"


@each("postgresql", ["false", ""])
def test_without_postgresql_there_is_no_driver(postgresql: str, checkout: Runner) -> None:
    assert "psycopg" not in " ".join(install(checkout, postgresql=postgresql))


def test_the_users_own_requirements_must_bring_the_driver(checkout: Runner) -> None:
    checkout.project.write(without="")
    ran = step(checkout, requirements="a.txt", postgresql="true")
    assert checkout.read("asked").splitlines()[1] == f"{LOCKED} a.txt"
    assert ran.code == 1
    assert ran.out.startswith("::error title=driftcheck::psycopg does not work.")
    assert not checkout.has("path")


@each("postgresql", ["yes", "psycopg", *HOSTILE])
def test_postgresql_is_true_or_false(postgresql: str, checkout: Runner) -> None:
    ran = step(checkout, postgresql=postgresql)
    assert (ran.code, ran.out) == (
        1,
        "::error title=driftcheck::The input postgresql must be true or false.\n",
    )
    assert not any(map(checkout.has, ("asked", "path", "pwned")))


@pytest.mark.parametrize("names", [SECRET, NEEDED])
def test_the_installer_gets_only_the_variables_that_it_needs(
    names: dict[str, str], checkout: Runner
) -> None:
    """By any name: every part of the action sees the `env` of its step."""
    install(checkout, names)
    seen = set(re.findall(r"^(\w+)=", checkout.read("environment"), re.M))
    assert "PATH" in seen
    assert seen & names.keys() == (set() if names is SECRET else names.keys())
    assert not [name for name in seen if name.startswith(("INPUT_", "GITHUB_", "RUNNER_"))]
