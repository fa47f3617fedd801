"""The units for systemd, read."""

from collections import defaultdict

from tests.ci.shell import EXAMPLES

FOLDER = EXAMPLES / "systemd"


def unit(name: str) -> dict[str, list[str]]:
    """The settings of a unit, of all sections; one may be given several times."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#[":
            key, value = line.split("=", 1)
            found[key].append(value)
    return found


SERVICE, TIMER = unit("driftcheck.service"), unit("driftcheck.timer")
CREDENTIALS = {text.split(":")[0]: text.split(":")[1] for text in SERVICE["LoadCredential"]}
"""The credentials that the service is handed, and the files that they are taken from."""
