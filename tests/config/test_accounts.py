"""`accounts:` in a configuration: the settings of each account, and errors."""

from pathlib import Path
from typing import Any

import pytest

from driftcheck import config
from driftcheck.config import LiveFile, Settings
from driftcheck.config.agora import Agora
from driftcheck.model import Collector, InputError, Severity, UsageError
from tests.each import each

EU = "  eu:\n    live: {file: eu.json}\n    declared: [eu.yaml]\n"
WHOLE = "live: {file: us.json}, declared: [us.yaml]"
US = "  us:\n    live: {file: us.json}\n    declared: [us.yaml]\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working directory, with files for a configuration."""
    monkeypatch.chdir(tmp_path)
    for name in "eu.json us.json eu.yaml us.yaml a.yaml b.yaml".split():
        Path(name).touch()


def load(text: str, environ: dict[str, str] | None = None, **options: Any) -> Settings:
    """Return the settings of a configuration without common errors."""
    settings, problems = noted(text, environ, **options)
    assert problems == []
    return settings


def noted(
    text: str, environ: dict[str, str] | None = None, **options: Any
) -> tuple[Settings, list[str]]:
    """Return the settings and the common errors of a configuration."""
    Path("driftcheck.yaml").write_text(f"version: 1\n{text}", encoding="utf-8")
    problems = Collector()
    settings = config.load(Path("driftcheck.yaml"), environ or {}, problems, **options)
    return settings, [
        f"{problem} | {problem.hint or ''}" for problem in InputError(*problems.problems).problems
    ]


def names(files: Any) -> list[str]:
    return [file.name for file in files]


def test_each_account_has_its_live_side_and_its_declarations() -> None:
    settings = load(f"accounts:\n{EU}{US}")
    assert [(a.name, names(a.declared)) for a in settings.accounts] == [
        ("eu", ["eu.yaml"]),
        ("us", ["us.yaml"]),
    ]
    assert [a.live for a in settings.accounts] == [
        LiveFile(Path("eu.json"), "eu.json"),
        LiveFile(Path("us.json"), "us.json"),
    ]
    assert settings.several


def test_a_configuration_without_accounts_has_one() -> None:
    settings = load("live: {file: eu.json}\ndeclared: [eu.yaml]\n")
    assert ([a.name for a in settings.accounts], settings.several) == (["default"], False)


def test_common_settings_come_first_and_then_its_own() -> None:
    own = "    policies: [b.yaml, a.yaml]\n    waivers: [b.yaml]\n    severity: {x: low, z: high}\n"
    common = "policies: [a.yaml]\nwaivers: [a.yaml]\nseverity: {x: high, y: 'off'}\n"
    eu, us = load(f"accounts:\n{EU}{own}{US}{common}").accounts
    assert (names(eu.policies), names(eu.waivers)) == (["a.yaml", "b.yaml"],) * 2
    assert (names(us.policies), names(us.waivers)) == (["a.yaml"],) * 2
    assert eu.severity == {"x": Severity.LOW, "y": None, "z": Severity.HIGH}
    assert us.severity == {"x": Severity.HIGH, "y": None}
    assert {check: str(place) for check, place in eu.severity_places.items()} == {
        "x": "driftcheck.yaml:8:16",
        "z": "driftcheck.yaml:8:24",
    }


def test_the_settings_list_the_files_of_all_accounts_once() -> None:
    own = "    policies: [b.yaml]\n"
    settings = load(f"accounts:\n{EU}{own}{US}{own}policies: [a.yaml]\n")
    assert names(settings.policies) == ["a.yaml", "b.yaml"]


def test_errors_of_an_account_stay_with_it() -> None:
    barred = "  us:\n    live: {agora: {customer_id: '${A}'}}\n    declared: [none.yaml]\n"
    eu, us = load(f"accounts:\n{EU}{barred}", {"AGORA_CUSTOMER_SECRET": "s3cret"}).accounts
    assert eu.problems == ()
    assert [str(problem) for problem in us.problems] == [
        "driftcheck.yaml:7:33: the environment variable A is not set",
        'driftcheck.yaml:8:16: there is no file "none.yaml"',
    ]


def test_credentials_are_those_of_the_account() -> None:
    one = "  {0}:\n    live: {{agora: {{customer_id: '${{{0}}}'}}}}\n    declared: [eu.yaml]\n"
    environ = {"eu": "one", "us": "two", "AGORA_CUSTOMER_SECRET": "s3cret"}
    settings = load(f"accounts:\n{one.format('eu')}{one.format('us')}", environ)
    lives = [a.live for a in settings.accounts]
    assert [live.customer_id for live in lives if isinstance(live, Agora)] == ["one", "two"]


def test_a_missing_live_side_is_an_error_of_the_account() -> None:
    (account,) = load("accounts:\n  eu: {declared: [eu.yaml]}\n").accounts
    assert [str(problem) for problem in account.problems] == [
        "driftcheck.yaml:3:3: `live` is missing"
    ]


def test_a_missing_live_side_is_fine_if_not_needed() -> None:
    (account,) = load("accounts:\n  eu: {declared: [eu.yaml]}\n", parts=config.Part.FILES).accounts
    assert (account.live, account.problems) == (None, ())


def test_files_are_not_looked_up_if_not_needed() -> None:
    text = "accounts:\n  eu: {live: {file: eu.json}, declared: [none.yaml], policies: [no.yaml]}\n"
    (account,) = load(f"{text}waivers: [no.yaml]\n", parts=config.Part.LIVE).accounts
    assert (account.declared, account.policies, account.problems) == ((), (), ())
    assert account.live == LiveFile(Path("eu.json"), "eu.json")
    _, (problem,) = noted(f"{text}schema: no.json\n", parts=config.Part.LIVE)
    assert 'there is no file "no.json"' in problem


def test_without_a_configuration_there_is_one_account() -> None:
    environ = {"AGORA_CUSTOMER_ID": "i", "AGORA_CUSTOMER_SECRET": "s"}
    settings = config.without_file(environ, Collector())
    (account,) = settings.accounts
    assert (account.name, account.declared, settings.several) == ("default", (), False)
    assert isinstance(account.live, Agora)
    assert account.live.customer_id == "i"
    live = LiveFile(Path("eu.json"), "eu.json")
    assert config.without_file({}, Collector(), live).accounts[0].live == live


@each(
    ("text", "problem"),
    [
        (
            f"accounts:\n{EU}declared: [us.yaml]\n",
            '6:1: "declared" must be set in each account, because the file has accounts | ',
        ),
        (
            f"live: {{file: us.json}}\naccounts:\n{EU}",
            '2:1: "live" must be set in each account, because the file has accounts | ',
        ),
        ("accounts: {}\n", '2:1: "accounts" must not be empty | '),
        (
            "accounts: [eu]\n",
            (
                '2:1: "accounts" must be a mapping, not a list | '
                "Write a mapping: {production: {live: ..., declared: [...]}}."
            ),
        ),
        (
            f"accounts:\n{EU.replace('eu:', 'eu west:')}",
            (
                '3:3: "accounts.eu west" must be letters, digits, dots, dashes and underscores, '
                "such as production | "
            ),
        ),
        (
            f"accounts:\n{EU}  us us: null\n",
            (
                '6:3: "accounts.us us" must be letters, digits, dots, dashes and underscores, '
                "such as production | "
            ),
        ),
        ("", '1:1: "declared" is missing | '),
    ],
)
def test_errors_of_the_whole_file_have_a_place(text: str, problem: str) -> None:
    _, problems = noted(text)
    assert f"driftcheck.yaml:{problem}" in problems


@each(
    ("own", "problem"),
    [
        (own, f'3:3: "accounts.us" must be a mapping, not {kind}')
        for own, kind in [("", "null"), ("~", "null"), ("[]", "a list"), ("x", "text")]
    ]
    + [
        ("{live: {file: us.json}}", '3:3: "accounts.us.declared" is missing'),
        ("{declared: [us.yaml]}", "3:3: `live` is missing"),
        ("{live: {file: us.json}, declared: us.yaml}", '3:31: "accounts.us.declared" must be a'),
        ("{live: {flie: us.json}, declared: [us.yaml]}", '3:8: "accounts.us.live" must have'),
        ("{live: {agora: {timeout: x}}, declared: [us.yaml]}", '3:23: "accounts.us.live.agora.'),
        (f"{{{WHOLE}, polices: [a.yaml]}}", '3:52: unknown key "accounts.us.polices"'),
        (f"{{{WHOLE}, policies: a.yaml}}", '3:52: "accounts.us.policies" must be a list'),
        (f"{{{WHOLE}, waivers: {{a: b}}}}", '3:52: "accounts.us.waivers" must be a list'),
        (f"{{{WHOLE}, severity: {{a: loud}}}}", '3:63: "accounts.us.severity.a" must be one'),
        (f"{{{WHOLE}, severity: null}}", '3:52: "accounts.us.severity" must be a mapping'),
        (f"{{{WHOLE}, schema: a.json}}", '3:52: unknown key "accounts.us.schema"'),
    ],
)
def test_what_is_written_under_an_account_concerns_it_alone(own: str, problem: str) -> None:
    environ = {"AGORA_CUSTOMER_ID": "i", "AGORA_CUSTOMER_SECRET": "s"}
    us, eu = load(f"accounts:\n  us: {own}\n{EU}", environ).accounts
    assert str(us.problems[0]).startswith(f"driftcheck.yaml:{problem}")
    assert (eu.problems, names(eu.declared)) == ((), ["eu.yaml"])


def test_an_account_may_have_a_number_as_its_name() -> None:
    broken, eu = load(f"accounts:\n  404: {{{WHOLE}, severity: low}}\n{EU}").accounts
    (problem,) = broken.problems
    assert str(problem).startswith('driftcheck.yaml:3:53: "accounts.404.severity" must be a map')
    assert (broken.severity, eu.problems) == ({}, ())


@each(
    ("own", "lacks"),
    [
        (f"{{{WHOLE}, policies: [a.yaml]}}", False),
        ("{live: {file: none.json}, declared: [none.yaml]}", False),
        (f"{{{WHOLE}, policies: [none.yaml]}}", True),
        (f"{{{WHOLE}, policies: ['${{UNSET}}']}}", True),
        (f"{{{WHOLE}, policies: a.yaml}}", True),
        (f"{{{WHOLE}, polices: [a.yaml]}}", True),
        ("null", True),
    ],
)
def test_an_account_lacks_packs_if_they_may_not_all_be_found(own: str, lacks: bool) -> None:
    us, eu = load(f"accounts:\n  us: {own}\n{EU}policies: [b.yaml]\n").accounts
    assert (us.lacks_packs, eu.lacks_packs) == (lacks, False)


def test_a_pack_is_used_once_by_an_account() -> None:
    own = "    policies: [{pack: 'builtin:telephony', with: {regions: [GB]}}]\n"
    (account,) = load(f"accounts:\n{EU}{own}policies: [builtin:telephony]\n").accounts
    assert [str(problem) for problem in account.problems] == [
        'driftcheck.yaml:6:16: "builtin:telephony" is used twice'
    ]


def test_accounts_are_chosen_in_the_order_of_the_configuration() -> None:
    settings = load(f"accounts:\n{EU}{US}{EU.replace('eu:', 'uk:')}")
    chosen = config.only(settings, ["uk", "eu"])
    assert [account.name for account in chosen.accounts] == ["eu", "uk"]
    assert [account.name for account in chosen.left_out] == ["us"]
    assert config.only(settings, []) == settings


def test_an_unknown_account_cannot_be_chosen() -> None:
    with pytest.raises(UsageError) as caught:
        config.only(load(f"accounts:\n{EU}"), ["ue"])
    (problem,) = caught.value.problems
    assert (str(problem), problem.hint) == ('there is no account "ue"', "Expected one of: eu.")
