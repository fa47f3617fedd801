"""The imports at startup: nothing that a run does not need, because a gate waits for it."""

from importlib.util import find_spec

import pytest

from tests.support import NUMBER, Project

TELL = """
import sys
before = set(sys.modules)
from driftcheck.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    sys.stderr.write(f"{end.code}\\n" + "\\n".join(set(sys.modules) - before))
"""
SLOW = """
    asyncio hashlib html http httpx jinja2 jsonschema logging phonenumbers sqlalchemy ssl subprocess
    tempfile tenacity
""".split()
"""Slow modules that are only needed for the network, for findings or for few commands."""
OF_A_CHECK = """
    driftcheck.config driftcheck.document driftcheck.model driftcheck.pipeline
    jsonschema_rs orjson yaml
""".split()
OF_MISTAKES = """
    driftcheck.cli.mistakes driftcheck.cli.strays driftcheck.document.broken
    driftcheck.document.syntax driftcheck.output.excerpt driftcheck.validation.advice
    driftcheck.validation.misplaced driftcheck.validation.wording
""".split()
OF_FEW = ["driftcheck.config.assignments", "driftcheck.config.instead", "driftcheck.cli.completion"]
OF_HELP = ["driftcheck.cli.described", "driftcheck.cli.manual", "difflib"]
REPORTS_ERRORS = "driftcheck.cli.trouble"
"""Imported before a command, because memory may be short afterwards."""


def imported(project: Project, *args: str) -> set[str]:
    """Return the modules that a command imports in addition to those of a bare Python."""
    ran = project.python("-c", TELL, *args)
    code, *modules = ran.err.splitlines()
    assert code == "0", ran.err
    return set(modules)


@pytest.fixture
def clean(project: Project) -> Project:
    """Two numbers that match their declarations and common packs."""
    project.live(NUMBER, {**NUMBER, "phone_number": "+12025550101"})
    return project.write(
        driftcheck__yaml="version: 1\nlive: {file: live.json}\ndeclared: [numbers.yaml]\n"
        "policies: ['builtin:baseline', 'builtin:security']\n",
        numbers__yaml="version: 1\nnumbers:\n  - phone_numbers: [+12025550100, +12025550101]\n",
    )


def test_the_version_imports_nothing_that_a_check_needs(clean: Project) -> None:
    modules = imported(clean, "--version")
    assert "click" in modules
    assert modules.isdisjoint([*SLOW, *OF_A_CHECK, REPORTS_ERRORS])


def test_a_clean_offline_check_does_not_import_other_features(clean: Project) -> None:
    modules = imported(clean, "check")
    assert modules.issuperset([*OF_A_CHECK, REPORTS_ERRORS])
    assert modules.isdisjoint([*SLOW, *OF_HELP, *OF_MISTAKES, *OF_FEW])


def test_the_listed_modules_exist(subtests: pytest.Subtests) -> None:
    for name in (*OF_MISTAKES, *OF_FEW):
        with subtests.test(name):
            assert find_spec(name)
