"""Helpers for tests of parameters: packs with one rule and given parameters."""

from pathlib import Path

import pytest

from driftcheck import document, policy
from driftcheck.document import Document
from driftcheck.document.source import InputFile
from driftcheck.model import InputError
from driftcheck.policy import Pack, Rule
from driftcheck.policy.condition import FieldCondition, fields
from driftcheck.system import published
from driftcheck.validation import entry_shape

ENTRY = entry_shape(published("number"))
INTEGER = "n: {type: integer, default: 3, minimum: 1}"
TEXT = "s: {type: string, default: x}"
LIST = "l: {type: array, items: {type: string}, default: [a, b]}"
SWITCH = "b: {type: boolean, default: true}"
MINIMUM = "require: {label: {minLength: '${n}'}}"
LABEL = "require: {label: '${s}'}"
SWITCHED = "require: {inbound: '${b}'}"
LISTED = "require: {label: '${l}'}"
SHARE = "require: {declared.metadata.share: '${q}'}"
FIELD = "require: {'${f}': a}"
WITH = "version: 1\npolicies:\n- pack: p.yaml\n  with: "


def load(folder: Path, params: str, rule: str, given: str | None = None) -> Pack:
    """Load a pack with one rule on line 6 (5 without parameters); parameters are on line 4."""
    head = f"version: 1\nname: p\nparams:\n  {params}\n" if params else "version: 1\nname: p\n"
    path = folder / "p.yaml"
    line = f"- {{id: r, title: It holds, severity: low, {rule}}}\n"
    path.write_text(f"{head}rules:\n{line}", encoding="utf-8")
    values = None
    if given is not None:
        config = document.parse(WITH + given, "driftcheck.yaml")
        node = document.find_node(config.root, ("policies", 0, "with"))
        assert node is not None
        values = Document("driftcheck.yaml", node)
    (pack,) = policy.load([InputFile(path, "p.yaml", values)], ENTRY, ())
    return pack


def rule_of(folder: Path, params: str, rule: str, given: str | None = None) -> Rule:
    (loaded,) = load(folder, params, rule, given).rules
    return loaded


def required(folder: Path, params: str, rule: str, given: str | None = None) -> FieldCondition:
    condition = rule_of(folder, params, rule, given).require
    assert condition is not None
    (only,) = fields(condition)
    return only


def refusals(
    folder: Path, params: str, rule: str, given: str | None = None
) -> list[tuple[str, str | None]]:
    with pytest.raises(InputError) as caught:
        load(folder, params, rule, given)
    return [(str(problem), problem.hint) for problem in caught.value.problems]
