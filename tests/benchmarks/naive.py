"""What a user would write instead: `python naive.py SCHEMA DECLARED.yaml LIVE.json REPORT.json`."""

import json
import sys
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

schema, declared, live, report = map(Path, sys.argv[1:])
validator = Draft202012Validator(json.loads(schema.read_text()))
expected = {
    entry["phone_number"]: entry
    for entry in yaml.load(declared.read_text(), Loader=yaml.CSafeLoader)["numbers"]
}
found = {entry["phone_number"]: entry for entry in json.loads(live.read_text())}
findings: list[dict[str, object]] = []


def finding(check: str, number: str, **more: object) -> None:
    """Note what is wrong with a number."""
    findings.append({"check": check, "phone_number": number, **more})


for number, entry in found.items():
    for error in validator.iter_errors(entry):
        finding("schema-invalid", number, message=error.message)
    if entry.get("inbound") and not entry.get("associated_pipeline"):
        finding("inbound-has-pipeline", number)
    if number not in expected:
        finding("drift-unmanaged", number)
for number, entry in expected.items():
    if number not in found:
        finding("drift-missing", number)
        continue
    for field, value in entry.items():
        if found[number].get(field) != value:
            actual = found[number].get(field)
            finding("drift-changed", number, path=field, expected=value, actual=actual)
report.write_text(json.dumps(findings, indent=2))
sys.exit(2 if findings else 0)
