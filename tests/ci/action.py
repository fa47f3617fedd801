"""The steps of the GitHub Action, run with its inputs filled in, as GitHub does it."""

import re
from typing import Any

from tests.ci.shell import GITHUB, ROOT, Runner, loaded
from tests.support import Ran

ACTION = loaded(ROOT / "action.yml")
STEPS: dict[str, Any] = {step["id"]: step for step in ACTION["runs"]["steps"]}
INPUT = re.compile(r"\$\{\{ inputs\.([a-z-]+) \}\}")


def filled(step: str, **inputs: str) -> dict[str, str]:
    """The environment of a step; `_` in the name of an input is a dash."""
    known = {name: str(given["default"]) for name, given in ACTION["inputs"].items()}
    known |= {name.replace("_", "-"): text for name, text in inputs.items()}
    return {
        name: INPUT.sub(lambda found: known[found[1]], text)
        for name, text in STEPS[step]["env"].items()
    }


def check(runner: Runner, **inputs: str) -> Ran:
    """Run the step that checks."""
    files = {"GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "summary.md"}
    env = {name: str(runner.folder / file) for name, file in files.items()}
    return runner.run(STEPS["check"]["run"], GITHUB, **filled("check", **inputs), **env)


def told(runner: Runner) -> dict[str, str]:
    """The outputs of the step."""
    lines = runner.read("output").splitlines()
    assert len(lines) == 2
    return dict(line.split("=", 1) for line in lines)
