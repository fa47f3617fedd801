"""The commands and formats on a project, and all that they say."""

import json
from collections.abc import Iterator
from typing import Any

from driftcheck.report import FORMATS
from tests.secrets.inside import run
from tests.support import Project, Ran

OUTPUTS = tuple(part for name in FORMATS for part in ("-o", f"{name}=out/{name}"))
CONFIRM = ("--confirm", "--confirm-pause", "0")


def said(ran: Ran) -> str:
    """Everything that a run writes."""
    return f"{ran.out}\n{ran.err}"


def checked(project: Project, *args: str, **more: Any) -> tuple[Any, str]:
    """The report of a check, and all that it says: verbosely, and whole, in all formats."""
    ran = run("check", "-v", "--all", *OUTPUTS, *args, folder=project.folder, **more)
    report = json.loads((project.folder / "out/json").read_text(encoding="utf-8"))
    return report, "\n".join([said(ran), *_written(project)])


def _written(project: Project) -> Iterator[str]:
    for path in sorted((project.folder / "out").iterdir()):
        yield path.read_text(encoding="utf-8")


def said_elsewhere(project: Project) -> str:
    """Everything that `validate` writes, and a check that fetches again and masks numbers."""
    runs = (("validate",), ("check", "-v", "--mask-numbers", *CONFIRM))
    return "\n".join(said(run(*args, folder=project.folder)) for args in runs)
