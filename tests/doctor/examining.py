"""Shared by the tests of `driftcheck doctor`: a configuration, and remarks by section."""

from tests.support import Project

LIVE = 'version: 1\nlive: {agora: {url: "%s", timeout: 2}}\ndeclared: [numbers.yaml]\n'
CREDENTIALS = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}
POLICIES = "policies: [builtin:baseline]\n"
HISTORY = "history: sqlite:///h.db\n"
BEGIN = "Start a project: driftcheck init. Or use -c FILE."
NOTIFY = 'notifications: [{slack: {url: "%s"}}]\n'
PASSWORD = "pa55word-of-all"


def remarks(project: Project, *args: str, **env: str) -> dict[str, list[tuple[str, str]]]:
    """Return health and text of the remarks of each section, with hints appended."""
    ran = project.run("doctor", "-o", "json", *args, env={**CREDENTIALS, **env})
    assert ran.err == ""
    known = ran.json
    assert known["sections"][0]["title"] == "Versions"
    assert (ran.code, known["exit_code"]) == (1 if known["counts"]["fix"] else 0, ran.code)
    return {
        section["title"]: [
            (one["health"], " | ".join(filter(None, (one["account"], one["text"], one["hint"]))))
            for one in section["remarks"]
        ]
        for section in known["sections"]
    }


def to_fix(found: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    return [(title, text) for title, those in found.items() for how, text in those if how == "fix"]
