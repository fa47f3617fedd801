"""What a start brings in: nothing that a run does not need, since a gate waits for it."""

import sys
from pathlib import Path

import pytest

from tests.support import NUMBER, Project, python

ROOT = Path(__file__).parents[2]
TELL = """
import sys
from driftcheck.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    sys.stderr.write(f"{end.code}\\n" + "\\n".join(sorted(sys.modules)))
"""
OWN = {
    f"driftcheck.{'.'.join(path.relative_to(ROOT / 'driftcheck').with_suffix('').parts)}"
    for path in (ROOT / "driftcheck").rglob("*.py")
    if path.stem not in ("__init__", "__main__")
}
OF_HISTORY = [
    path.stem for path in (ROOT / "driftcheck" / "history").glob("*.py") if path.stem != "__init__"
]
NOT_FOR_A_CLEAN_CHECK = {
    *(f"driftcheck.cli.{name}" for name in ("catalogue", "demo", "emulate", "explain", "schema")),
    *(f"driftcheck.cli.policy.{name}" for name in ("list", "show", "test")),
    *(f"driftcheck.live.{name}" for name in ("agora", "answer", "deadline", "faults", "packed")),
    "driftcheck.live.whole",
    *(f"driftcheck.report.{name}" for name in ("anchor", "csv", "github", "gitlab", "html")),
    *(f"driftcheck.report.{name}" for name in ("json", "junit", "markdown", "markup", "sarif")),
    *(f"driftcheck.draft.{name}" for name in ("compose", "defaults", "fields", "files", "scalars")),
    *(f"driftcheck.draft.{name}" for name in ("insert", "secrets", "start", "state")),
    *(f"driftcheck.cli.{name}" for name in ("drafting", "fetch", "importing", "init", "listing")),
    "driftcheck.cli.updating",
    "driftcheck.cli.validate",
    "driftcheck.command",
    "driftcheck.emulator",
    "driftcheck.live.trust",
    "driftcheck.mask",
    *(
        f"driftcheck.cli.history.{name}"
        for name in ("inputs", "listing", "place", "prune", "show", "verify")
    ),
    *(f"driftcheck.history.{name}" for name in OF_HISTORY),
    "driftcheck.notify.mail",
    "driftcheck.notify.news",
    "driftcheck.notify.post",
    "driftcheck.notify.pushgateway",
    "driftcheck.notify.send",
    "driftcheck.notify.slack",
    "driftcheck.notify.teams",
    "driftcheck.notify.webhook",
    "driftcheck.overlaps",
    "driftcheck.pipeline.cluster",
    "driftcheck.pipeline.keep",
    "driftcheck.pool",
    "driftcheck.policy.reference",
    "driftcheck.live.attempts",
    "driftcheck.refusal",
    "driftcheck.report.pages",
    "driftcheck.report.prometheus",
}
SLOW = {"asyncio", "hashlib", "html", "http", "httpx", "logging", "ssl", "subprocess", "tempfile"}
"""What takes long to import; most of it is needed for the network, or for findings."""


def imported(project: Project, *args: str) -> set[str]:
    """The modules that a command imports, beside those that Python has by itself."""
    ran = python("-c", TELL, *args, cwd=project.folder)
    code, *modules = ran.err.splitlines()
    assert code == "0", ran.err
    bare = python("-c", "import sys; print(*sys.modules, sep='\\n')", cwd=project.folder)
    return set(modules) - set(bare.out.splitlines())


def packages(modules: set[str]) -> set[str]:
    """The packages of others that modules belong to."""
    tops = {name.split(".")[0] for name in modules}
    return {name for name in tops - sys.stdlib_module_names if "cython" not in name} - {
        "driftcheck"
    }


@pytest.fixture
def clean(project: Project) -> Project:
    """Two numbers that are as declared, and hold to the packs that most use."""
    project.live(NUMBER, {**NUMBER, "phone_number": "+12025550101"})
    return project.write(
        driftcheck__yaml="version: 1\nlive: {file: live.json}\ndeclared: [numbers.yaml]\n"
        "policies: ['builtin:baseline', 'builtin:security']\n",
        numbers__yaml="version: 1\nnumbers:\n  - phone_numbers: [+12025550100, +12025550101]\n",
    )


def test_the_version_takes_click_only(clean: Project) -> None:
    modules = imported(clean, "--version")
    assert packages(modules) == {"click"}
    assert modules & OWN == {
        "driftcheck.cli.group",
        "driftcheck.cli.main",
        "driftcheck.cli.terminal",
        "driftcheck.errors",
        "driftcheck.garbage",
        "driftcheck.interrupt",
        "driftcheck.keywords",
        "driftcheck.meaning",
        "driftcheck.pointers",
        "driftcheck.redact",
        "driftcheck.references",
        "driftcheck.suggest",
    }
    assert not modules & SLOW


def test_a_clean_check_offline_takes_no_more_than_it_needs(clean: Project) -> None:
    modules = imported(clean, "check")
    assert packages(modules) == {"click", "jsonschema_rs", "orjson", "yaml"}
    assert OWN - modules == NOT_FOR_A_CLEAN_CHECK
    assert not modules & SLOW
