"""The declared state is compared with the live list."""

from itertools import product
from typing import Any

import pytest

from driftcheck.compare.drift import diff
from driftcheck.model import Declaration, Finding, LiveList, Place, Severity
from driftcheck.validation.shape import configured
from tests.support import NUMBER, number

ONE = "+12025550100"
PLACE = Place("numbers.yaml", 3, 5)
NOTHING: list[Any] = [None, {}, "absent"]


def declare(*ignore: str, absent: bool = False, **fields: Any) -> Declaration:
    return Declaration(fields, {}, frozenset(ignore), absent, PLACE, {})


def against(declaration: Declaration, *entries: Any) -> list[Finding]:
    return diff({ONE: declaration}, LiveList("live.json", entries))


def holding(name: str, value: Any) -> dict[str, Any]:
    """Return an object with a field, or without it if the value is "absent"."""
    return {} if value == "absent" else {name: value}


def trunk(**fields: Any) -> dict[str, Any]:
    return {"outbound_config": fields}


def allowed(*values: str) -> dict[str, Any]:
    return {"inbound_config": {"allowed_addresses": list(values)}}


def test_a_number_as_declared_has_no_finding() -> None:
    fields = {name: value for name, value in NUMBER.items() if name != "phone_number"}
    assert against(declare(**fields), NUMBER) == []


def test_only_what_is_declared_is_compared() -> None:
    assert against(declare(label="Support"), number(inbound=False, extra=[1])) == []


def test_absent_null_and_empty_mean_the_same(subtests: pytest.Subtests) -> None:
    for wanted, found in product(NOTHING, NOTHING):
        with subtests.test(wanted=wanted, found=found):
            entry = {"phone_number": ONE, **holding("outbound_config", found)}
            assert against(declare(**holding("outbound_config", wanted)), entry) == []


def test_absent_null_and_empty_mean_the_same_inside_an_object(subtests: pytest.Subtests) -> None:
    for wanted, found in product(NOTHING, NOTHING):
        with subtests.test(wanted=wanted, found=found):
            entry = number(outbound_config={"prefix": "9", **holding("address", found)})
            assert against(declare(**trunk(prefix="9", **holding("address", wanted))), entry) == []


@pytest.mark.parametrize("found", [None, {}, "absent", {"prefix": None}])
def test_an_object_of_nulls_is_not_configured(found: Any) -> None:
    entry = {"phone_number": ONE, **holding("outbound_config", found)}
    assert against(declare(**trunk(address=None, prefix=None)), entry) == []


@pytest.mark.parametrize("wanted", [None, {}, {"prefix": None, "address": None}])
def test_a_declared_null_means_must_not_be_configured(wanted: Any) -> None:
    findings = against(declare(outbound_config=wanted), number(**trunk(prefix="9")))
    assert [finding.check for finding in findings] == ["drift-changed"]
    assert (findings[0].path or "").split(".")[0] == "outbound_config"


@pytest.mark.parametrize("live", [{}, {"associated_pipeline": None}, {"associated_pipeline": {}}])
def test_a_field_inside_an_object_that_is_not_live_is_named(live: dict[str, Any]) -> None:
    declaration = declare(associated_pipeline={"pipeline_id": "p1"})
    (finding,) = against(declaration, {"phone_number": ONE, **live})
    assert (finding.path, finding.expected, finding.actual) == (
        "associated_pipeline.pipeline_id",
        "p1",
        None,
    )


def test_the_severity_of_a_changed_field_depends_on_its_impact(subtests: pytest.Subtests) -> None:
    for path, expected, actual, severity in [
        ("inbound", True, False, Severity.HIGH),
        ("outbound", False, True, Severity.HIGH),
        ("associated_pipeline.pipeline_id", "p1", "p2", Severity.HIGH),
        ("associated_pipeline.pipeline_name", "Sales", "Support", Severity.LOW),
        ("label", "Sales", "Support", Severity.LOW),
        ("provider", "byo", "twilio", Severity.MEDIUM),
        ("outbound_config.prefix", "9", "0", Severity.MEDIUM),
        ("associated_pipeline", {"pipeline_id": "p1"}, "p1", Severity.HIGH),
        ("inbound_config.allowed_addresses", ["192.0.2.1"], None, Severity.MEDIUM),
    ]:
        with subtests.test(path=path, expected=expected, actual=actual, severity=severity):
            head, _, tail = path.partition(".")
            wanted, found = ({tail: v} if tail else v for v in (expected, actual))
            declaration = declare()._replace(fields={head: wanted})
            (finding,) = against(declaration, {"phone_number": ONE, head: found})
            assert (finding.check, finding.phone_number) == ("drift-changed", ONE)
            assert finding.message.startswith(f"{path} ")
            assert (finding.path, finding.expected, finding.actual) == (path, expected, actual)
            assert finding.severity is severity


def test_each_changed_field_has_its_own_finding() -> None:
    declaration = declare(label="a", associated_pipeline={"pipeline_id": "b", "pipeline_name": "c"})
    assert [finding.path for finding in against(declaration, NUMBER)] == [
        "label",
        "associated_pipeline.pipeline_id",
        "associated_pipeline.pipeline_name",
    ]


@pytest.mark.parametrize("path", ["outbound_config.prefix", "outbound_config"])
def test_an_ignored_field_is_not_compared_nor_its_content(path: str) -> None:
    declaration = declare(path, **trunk(prefix="9"), label="other")
    findings = against(declaration, number(**trunk(prefix="0")))
    assert [finding.path for finding in findings] == ["label"]


def test_ignoring_a_field_does_not_ignore_one_with_the_same_prefix() -> None:
    declaration = declare("in", "outbound_config.pre", inbound=False, **trunk(prefix="9"))
    assert len(against(declaration, NUMBER)) == 2


def test_order_and_spelling_of_addresses_are_irrelevant(subtests: pytest.Subtests) -> None:
    for wanted, found in [
        (["192.0.2.1", "192.0.2.2"], ["192.0.2.2", "192.0.2.1"]),
        (["192.0.2.1"], ["192.0.2.1/32"]),
        (["10.0.0.1/8"], ["10.0.0.0/8"]),
        (["2001:DB8:0:0::1"], ["2001:db8::1/128"]),
        ([" 192.0.2.1 "], ["192.0.2.1"]),
        (["192.0.2.1", "192.0.2.1/32"], ["192.0.2.1"]),
    ]:
        with subtests.test(wanted=wanted, found=found):
            declaration = declare(inbound_config={"allowed_addresses": wanted})
            assert against(declaration, number(inbound_config={"allowed_addresses": found})) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["192.0.2.1"], ["192.0.2.2"]),
        (["10.0.0.0/8"], ["10.0.0.0/16"]),
        (["192.0.2.1"], ["192.0.2.1", "192.0.2.2"]),
        ([], ["192.0.2.1"]),
        (["sip.example.com"], ["sip.example.org"]),
    ],
)
def test_another_set_of_addresses_is_drift(wanted: list[str], found: list[str]) -> None:
    (finding,) = against(declare(**allowed(*wanted)), number(**allowed(*found)))
    assert finding.path == "inbound_config.allowed_addresses"
    assert (finding.expected, finding.actual) == (wanted, found)


def test_the_order_of_other_lists_matters() -> None:
    (finding,) = against(declare(codecs=["a", "b"]), number(codecs=["b", "a"]))
    assert finding.path == "codecs"


@pytest.mark.parametrize("found", ["absent", None, "********", "••••", "s3cret"])
def test_a_password_that_the_live_side_withholds_is_not_drift(found: Any) -> None:
    live = number(outbound_config=holding("password", found))
    assert against(declare(**trunk(password="s3cret")), live) == []


def test_a_password_is_not_drift_if_the_live_side_has_no_trunk() -> None:
    assert against(declare(**trunk(password="s3cret")), number(outbound_config=None)) == []


def test_a_different_password_is_drift_that_shows_neither() -> None:
    (finding,) = against(declare(**trunk(password="s3cret")), number(**trunk(password="0ther")))
    message = "outbound_config.password is not as declared; the difference is secret"
    assert (finding.message, finding.severity) == (message, Severity.MEDIUM)
    assert (finding.expected, finding.actual) == ("(sensitive)", "(sensitive)")


@pytest.mark.parametrize("found", ["s3cret", "********"])
def test_an_unexpected_password_is_drift_that_does_not_show_it(found: str) -> None:
    (finding,) = against(declare(**trunk(password=None)), number(**trunk(password=found)))
    assert found not in finding.message
    assert (finding.expected, finding.actual) == (None, "(sensitive)")


@pytest.mark.parametrize("found", ["sip:h.example", "sip:al:****@h.example"])
def test_credentials_that_an_address_withholds_are_not_drift(found: str) -> None:
    declaration = declare(**trunk(address="sip:al:pw@h.example"))
    assert against(declaration, number(**trunk(address=found))) == []


@pytest.mark.parametrize(
    ("wanted", "found", "shown"),
    [
        ("sip:al:pw@h.example", "sip:al:no@h.example", ("sip:(sensitive)@h.example",) * 2),
        (
            "sip:al:pw@h.example",
            "sip:al:pw@i.example",
            ("sip:(sensitive)@h.example", "sip:(sensitive)@i.example"),
        ),
        ("sip:al:pw@h.example", "i.example", ("sip:(sensitive)@h.example", "i.example")),
        ("h.example", "al:****@h.example", ("h.example", "(sensitive)@h.example")),
        (None, "al:pw@h.example", (None, "(sensitive)@h.example")),
    ],
)
def test_a_different_address_is_drift_without_credentials(
    wanted: str | None, found: str | None, shown: tuple[str | None, str | None]
) -> None:
    (finding,) = against(declare(**trunk(address=wanted)), number(**trunk(address=found)))
    assert finding.path == "outbound_config.address"
    assert (finding.expected, finding.actual) == shown
    assert "pw" not in finding.message
    assert finding.message.endswith("the difference is secret") is (shown[0] == shown[1])


def test_a_whole_trunk_is_shown_without_its_secrets() -> None:
    live = number(**trunk(password="s3cret", address="al:pw@h.example", prefix="9"))
    (finding,) = against(declare(outbound_config=None), live)
    assert finding.actual == {
        "password": "(sensitive)",
        "address": "(sensitive)@h.example",
        "prefix": "9",
    }


def test_a_trunk_of_another_type_is_drift_without_credentials() -> None:
    (finding,) = against(declare(**trunk(password="s3cret")), number(outbound_config="al:pw@h"))
    assert finding.path == "outbound_config"
    assert (finding.expected, finding.actual) == ({"password": "(sensitive)"}, "(sensitive)@h")


@pytest.mark.parametrize("value", [None, {}, [], {"a": None}, {"a": {"b": {}}, "c": []}])
def test_every_spelling_of_nothing_means_not_configured(value: Any) -> None:
    assert configured(value) is None


@pytest.mark.parametrize("value", [False, 0, "", [None], {"a": False}])
def test_false_zero_and_empty_text_are_values(value: Any) -> None:
    assert configured(value) == value


def test_a_missing_inbound_number_is_critical() -> None:
    (finding,) = against(declare(inbound=True, **trunk(password="s3cret")))
    assert (finding.check, finding.phone_number, finding.path) == ("drift-missing", ONE, None)
    assert finding.message == "declared, but not live"
    assert finding.severity is Severity.CRITICAL
    assert finding.expected == {"inbound": True, "outbound_config": {"password": "(sensitive)"}}


@pytest.mark.parametrize("fields", [{}, {"inbound": False}, {"outbound": True}])
def test_another_missing_number_is_high(fields: dict[str, Any]) -> None:
    (finding,) = against(declare(**fields))
    assert (finding.check, finding.severity) == ("drift-missing", Severity.HIGH)


def test_a_number_that_is_not_declared_is_unmanaged() -> None:
    (finding,) = diff({}, LiveList("live.json", (number(**trunk(password="s3cret")),)))
    assert (finding.check, finding.phone_number) == ("drift-unmanaged", ONE)
    assert (finding.message, finding.severity) == ("live, but not declared", Severity.MEDIUM)
    assert finding.actual == number(**trunk(password="(sensitive)"))


def test_a_number_declared_absent_and_not_live_has_no_finding() -> None:
    assert against(declare(absent=True, inbound=True)) == []


def test_a_number_declared_absent_but_live_is_present_and_not_compared() -> None:
    live = number(**trunk(password="s3cret"))
    (finding,) = against(declare(absent=True, label="other"), live)
    assert (finding.check, finding.severity) == ("drift-present", Severity.HIGH)
    assert finding.message == "declared absent, but live"
    assert finding.actual == number(**trunk(password="(sensitive)"))


def test_a_duplicate_number_is_reported_once() -> None:
    (finding,) = against(declare(), NUMBER, NUMBER, NUMBER)
    assert (finding.check, finding.phone_number) == ("live-duplicate", ONE)
    assert finding.message == "the live list has this number 3 times"
    assert (finding.expected, finding.actual) == (1, 3)
    assert finding.severity is Severity.HIGH


def test_both_entries_of_a_number_are_compared() -> None:
    findings = against(declare(label="Support"), NUMBER, number(label="Sales"))
    assert [finding.check for finding in findings] == ["live-duplicate", "drift-changed"]


def test_an_entry_without_a_number_is_not_drift(subtests: pytest.Subtests) -> None:
    entry: Any
    for entry in ["hello", None, 5, [], {}, {"phone_number": None}]:
        with subtests.test(entry=entry):
            assert against(declare(label="Support"), NUMBER, entry) == []
