"""What a user would write instead: `python naive.py SCHEMA DECLARED.yaml LIVE.json REPORT.json`."""

import json
import sys
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

OURS = {"phone_number", "phone_numbers", "range", "metadata"}
schema, declared, live, report = map(Path, sys.argv[1:])
validator = Draft202012Validator(json.loads(schema.read_text()))
findings: list[dict[str, object]] = []


def finding(check: str, number: str, **more: object) -> None:
    """Add a finding about a number."""
    findings.append({"check": check, "phone_number": number, **more})


def numbers_of(entry: Any) -> list[str]:
    """The numbers of an entry; YAML reads one without quotes as an integer."""
    if "range" in entry:
        first, last = map(int, entry["range"].split(".."))
        return [f"+{number}" for number in range(first, last + 1)]
    numbers = entry.get("phone_numbers") or [entry["phone_number"]]
    return [number if isinstance(number, str) else f"+{number}" for number in numbers]


def merged(base: Any, values: Any) -> Any:
    """The defaults with values over them, mappings field by field."""
    if not (isinstance(base, dict) and isinstance(values, dict) and values):
        return values
    more = {name: merged(base.get(name), value) for name, value in values.items()}
    return {**base, **more}


def compare(number: str, fields: Any, actual: Any, path: str = "") -> None:
    """Compare the declared fields; null, {} and an absent field are the same."""
    for name, wanted in fields.items():
        value = actual.get(name)
        if isinstance(wanted, dict) and wanted and isinstance(value, dict | None):
            compare(number, wanted, value or {}, f"{path}{name}.")
        elif value != wanted and not (wanted in (None, {}) and value in (None, {})):
            finding("drift-changed", number, path=path + name, expected=wanted, actual=value)


document = yaml.load(declared.read_text(), Loader=yaml.CSafeLoader)
document = document if isinstance(document, dict) else {"numbers": document}
defaults, expected = document.get("defaults", {}), {}
for entry in document["numbers"]:
    whole = merged(defaults, entry) if defaults else entry
    fields = {name: value for name, value in whole.items() if name not in OURS}
    expected.update(dict.fromkeys(numbers_of(entry), fields))
found = {entry["phone_number"]: entry for entry in json.loads(live.read_text())}
for number, entry in found.items():
    if not validator.is_valid(entry):
        for error in validator.iter_errors(entry):
            finding("schema-invalid", number, message=error.message)
    if entry.get("inbound") and not entry.get("associated_pipeline"):
        finding("inbound-has-pipeline", number)
    if number not in expected:
        finding("drift-unmanaged", number)
for number, fields in expected.items():
    if number in found:
        compare(number, fields, found[number])
    else:
        finding("drift-missing", number)
report.write_text(json.dumps(findings, indent=2))
sys.exit(2 if findings else 0)
