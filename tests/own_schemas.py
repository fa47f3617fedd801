"""Projects with an entry schema of their own."""

import json
from typing import Any

from tests.support import CONFIG, Project, number

TEXT = {"type": "string"}


def own(project: Project, schema: Any, declared: str, **live: Any) -> Project:
    """A project with a schema of its own, and a field that only that schema knows."""
    project.write(
        driftcheck__yaml=CONFIG + "schema: own.json\nfail_on: info\n",
        own__json=json.dumps(schema),
        numbers__yaml=f"- {{phone_number: +12025550100, {declared}}}\n",
    )
    return project.live(number(**live))
