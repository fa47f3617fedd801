"""What other programs do with a fleet: the same work, or a part of it."""

import json
import sys
from pathlib import Path

from driftcheck.system import published
from tests.benchmarks import fleet
from tests.benchmarks.measure import Command

_OCTODNS = """providers:
  declared: {class: octodns.provider.yaml.YamlProvider, directory: ./octodns/declared}
  live: {class: octodns.provider.yaml.YamlProvider, directory: ./octodns/live}
zones:
  example.com.: {sources: [declared], targets: [live]}
"""


def driftcheck(folder: Path, *arguments: str, code: int = 2) -> Command:
    """The command line that is installed with this Python.

    `code` is the expected exit code: 2, as a fleet has drift unless it is made without.
    """
    return Command((str(Path(sys.executable).with_name("driftcheck")), *arguments), folder, code)


def check(folder: Path) -> Command:
    """The work that is measured."""
    return driftcheck(folder, "check", "-q", "-o", "json=report.json")


def naive(folder: Path) -> Command:
    """What a user would write instead."""
    schema = folder / "number.schema.json"
    schema.write_text(json.dumps(published("number")), encoding="utf-8")
    script = Path(__file__).with_name("naive.py")
    files = (str(schema), "numbers.yaml", "live.json", "naive.json")
    return Command((sys.executable, str(script), *files), folder, 2)


def check_jsonschema(programs: Path, folder: Path) -> Command:
    """The schema step alone: every live entry against the schema, by jsonschema."""
    schema = {"type": "array", "items": published("number")}
    path = folder / "list.schema.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    program = str(programs / "check-jsonschema")
    return Command((program, "--schemafile", str(path), "live.json"), folder)


def octodns(programs: Path, folder: Path, count: int) -> Command:
    """The diff alone: as many records in two folders of YAML, as many of them changed."""
    (folder / "octodns.yaml").write_text(_OCTODNS, encoding="utf-8")
    for side in ("declared", "live"):
        zone = folder / "octodns" / side / "example.com.yaml"
        zone.parent.mkdir(parents=True, exist_ok=True)
        with zone.open("w", encoding="utf-8") as file:
            file.write("---\n")
            for index in range(count):
                drifts = side == "live" and index % fleet.DRIFT == 0
                text = "changed by hand" if drifts else f"Support line {index}"
                name = fleet.entry(index)["phone_number"].replace("+", "n")
                file.write(f"{name}: {{type: TXT, value: {text}}}\n")
    return Command((str(programs / "octodns-sync"), "--config-file=octodns.yaml"), folder)
