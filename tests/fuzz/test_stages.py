"""Every stage raises only our own exceptions, for any input."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from driftcheck import config, declared, document, notify, policy
from driftcheck.compare import conformity, drift
from driftcheck.document import jsonfile
from driftcheck.document.source import InputFile
from driftcheck.live.decode import decode
from driftcheck.model import (
    BUILTIN_CHECKS,
    TAKEN_IDS,
    Collector,
    Declared,
    DriftcheckError,
    LiveList,
)
from driftcheck.policy.trial import run_tests
from driftcheck.triage import baseline, select, waivers
from driftcheck.validation import entry_shape, entry_validator
from driftcheck.validation.validator import Validator
from tests.effort import tried
from tests.fuzz.strategies_numbers import DECLARED, DECLARED_WHOLE, LIVE, LIVE_WHOLE, SELECTORS
from tests.fuzz.strategies_policies import PACKS, PACKS_WHOLE, RULE_IDS
from tests.fuzz.strategies_reports import BASELINES, BASELINES_WHOLE
from tests.fuzz.strategies_schemas import SCHEMA_FILES, SCHEMA_WHOLE, SCHEMAS, YAML_SCHEMA_FILES
from tests.fuzz.strategies_settings import (
    CONFIGURATIONS,
    ENVIRONMENT,
    FILES,
    WAIVERS,
    WAIVERS_WHOLE,
)
from tests.fuzz.strategies_words import VALUES
from tests.waiving import apply

CHECKS = frozenset({*BUILTIN_CHECKS, *RULE_IDS})
JSON_FILES = LIVE | SCHEMA_FILES | BASELINES
DOCUMENTS = DECLARED | CONFIGURATIONS | PACKS | WAIVERS | YAML_SCHEMA_FILES | JSON_FILES
TEXTS = DOCUMENTS.map(lambda data: data.decode(errors="surrogateescape"))
SELECTIONS = st.lists(SELECTORS, min_size=1, max_size=2)


def file_of(folder: Path, name: str, data: bytes) -> InputFile:
    """A file with some bytes in it."""
    path = folder / name
    path.write_bytes(data)
    return InputFile(path, name)


def declare(folder: Path, data: bytes, validator: Validator | None = None) -> Declared:
    """What a file declares, of numbers that follow a schema."""
    known = validator or entry_validator(None)
    return declared.load([file_of(folder, "numbers.yaml", data)], known.schema)


def live_of(data: bytes) -> LiveList:
    """The live list in some bytes."""
    return LiveList("live.json", decode(data, "live.json"))


def packs_of(folder: Path, data: bytes, validator: Validator) -> tuple[policy.Pack, ...]:
    """The pack in a file, for numbers that follow a schema."""
    files = [file_of(folder, "house.yaml", data)]
    return policy.load(files, entry_shape(validator.schema), TAKEN_IDS, ["default"])


@tried(0.8)
@given(TEXTS)
def test_any_text_is_a_document_or_an_error_of_ours(text: str) -> None:
    with suppress(DriftcheckError):
        document.parse(text, "some.yaml")


@tried(0.4)
@given(DOCUMENTS)
def test_any_bytes_are_a_document_or_an_error_of_ours(tmp_path: Path, data: bytes) -> None:
    with suppress(DriftcheckError):
        document.load(file_of(tmp_path, "some.yaml", data).path)


@tried(0.5)
@given(JSON_FILES)
def test_any_bytes_are_json_or_an_error_of_ours(tmp_path: Path, data: bytes) -> None:
    with suppress(DriftcheckError):
        jsonfile.load_json(file_of(tmp_path, "some.json", data).path, "some.json")


@tried(0.8)
@given(LIVE)
def test_any_bytes_are_a_live_list_or_an_error_of_ours(data: bytes) -> None:
    with suppress(DriftcheckError):
        decode(data, "live.json")


@tried(0.5)
@given(DECLARED)
def test_any_declarations_load_or_are_an_error_of_ours(tmp_path: Path, data: bytes) -> None:
    with suppress(DriftcheckError):
        declare(tmp_path, data)


@tried(0.24)
@given(DECLARED, SCHEMA_WHOLE)
def test_declarations_by_any_schema_load_or_are_an_error_of_ours(
    tmp_path: Path, data: bytes, own: bytes
) -> None:
    with suppress(DriftcheckError):
        declare(tmp_path, data, entry_validator(file_of(tmp_path, "schema.json", own)))


@tried(0.5)
@given(CONFIGURATIONS, st.booleans())
def test_any_configuration_loads_or_is_an_error_of_ours(
    tmp_path: Path, data: bytes, need_live: bool
) -> None:
    for name in FILES:
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir(exist_ok=True)
    path = file_of(tmp_path, "driftcheck.yaml", data).path
    with suppress(DriftcheckError):
        settings = config.load(
            path, ENVIRONMENT, Collector(), config.EVERYTHING if need_live else config.Part.FILES
        )
        notify.check(settings.notifications, Collector())


@tried(0.5)
@given(PACKS)
def test_any_pack_loads_or_is_an_error_of_ours(tmp_path: Path, data: bytes) -> None:
    with suppress(DriftcheckError):
        packs_of(tmp_path, data, entry_validator(None))


@tried(0.24)
@given(PACKS_WHOLE, SCHEMA_WHOLE)
def test_a_pack_for_any_schema_loads_or_is_an_error_of_ours(
    tmp_path: Path, data: bytes, own: bytes
) -> None:
    with suppress(DriftcheckError):
        packs_of(tmp_path, data, entry_validator(file_of(tmp_path, "schema.json", own)))


@tried(0.5)
@given(WAIVERS)
def test_any_waivers_load_or_are_an_error_of_ours(tmp_path: Path, data: bytes) -> None:
    with suppress(DriftcheckError):
        waivers.load_waivers([file_of(tmp_path, "waivers.yaml", data)], CHECKS)


@tried(0.5)
@given(BASELINES)
def test_any_baseline_loads_or_is_an_error_of_ours(tmp_path: Path, data: bytes) -> None:
    with suppress(DriftcheckError):
        baseline.load_baseline(file_of(tmp_path, "baseline.json", data).path)


@tried(0.5)
@given(SCHEMA_FILES, YAML_SCHEMA_FILES, st.booleans())
def test_any_entry_schema_loads_or_is_an_error_of_ours(
    tmp_path: Path, as_json: bytes, as_yaml: bytes, is_json: bool
) -> None:
    name, data = ("schema.json", as_json) if is_json else ("schema.yaml", as_yaml)
    with suppress(DriftcheckError):
        entry_shape(entry_validator(file_of(tmp_path, name, data)).schema)


@tried(0.4)
@given(DECLARED_WHOLE, LIVE_WHOLE)
def test_any_two_sides_can_be_compared(tmp_path: Path, said: bytes, found: bytes) -> None:
    with suppress(DriftcheckError):
        drift.diff(declare(tmp_path, said), live_of(found))


@tried(0.4)
@given(SCHEMAS, VALUES)
def test_any_value_can_be_checked_against_any_schema(own: Any, value: Any) -> None:
    with suppress(DriftcheckError):
        validator = Validator(own)
        assert validator.is_valid(value) == (list(validator.faults(value)) == [])


@tried(0.4)
@given(SCHEMA_WHOLE, LIVE_WHOLE)
def test_any_list_can_be_checked_against_any_schema(
    tmp_path: Path, own: bytes, found: bytes
) -> None:
    with suppress(DriftcheckError):
        validator = entry_validator(file_of(tmp_path, "schema.json", own))
        conformity.find_faults(live_of(found), validator)


@tried(0.4)
@given(SELECTIONS, DECLARED_WHOLE, LIVE_WHOLE)
def test_any_selection_keeps_numbers_or_is_an_error_of_ours(
    tmp_path: Path, texts: list[str], said: bytes, found: bytes
) -> None:
    with suppress(DriftcheckError):
        selectors = select.parse_selectors(texts, entry_shape(entry_validator(None).schema))
        select.keep_matching(selectors, declare(tmp_path, said), live_of(found))


@tried(0.5)
@given(PACKS_WHOLE, DECLARED_WHOLE, LIVE_WHOLE)
def test_any_rules_can_be_evaluated_for_any_numbers(
    tmp_path: Path, pack: bytes, said: bytes, found: bytes
) -> None:
    with suppress(DriftcheckError):
        rules = policy.rules_of(packs_of(tmp_path, pack, entry_validator(None)))
        known, live = declare(tmp_path, said), live_of(found)
        policy.evaluate_rules(rules, live, known, "default")
        list(policy.evaluate_groups(rules, live, known, "default"))


@tried(0.4)
@given(PACKS_WHOLE)
def test_the_tests_of_any_rules_can_be_run(tmp_path: Path, data: bytes) -> None:
    with suppress(DriftcheckError):
        for pack in packs_of(tmp_path, data, entry_validator(None)):
            list(run_tests(pack))


@tried(0.24)
@given(WAIVERS_WHOLE, BASELINES_WHOLE, DECLARED_WHOLE, LIVE_WHOLE)
def test_any_findings_can_be_waived_and_compared_with_any_baseline(
    tmp_path: Path, accepted: bytes, former: bytes, said: bytes, found: bytes
) -> None:
    with suppress(DriftcheckError):
        findings: Any = drift.diff(declare(tmp_path, said), live_of(found))
        granted = waivers.load_waivers([file_of(tmp_path, "waivers.yaml", accepted)], CHECKS)
        findings = apply(findings, granted, date(2026, 1, 1))
        known = baseline.load_baseline(file_of(tmp_path, "baseline.json", former).path)
        baseline.compare_with_baseline(
            baseline.mark_existing(findings, known), known, lambda _: True
        )
