"""The account of a saved list must not contradict the configuration."""

from pathlib import Path

import pytest

from driftcheck.config import Account, LiveFile
from driftcheck.live.origin import is_own, refuse_other
from driftcheck.model import LiveError, LiveList, Origin
from tests.live.server import settings

API = "https://api.example.com/v2/phone-numbers"
GIVEN = LiveFile(Path("saved.json"), "saved.json", is_given=True)


def account(name: str, url: str | None = None, live: LiveFile = GIVEN) -> Account:
    return Account(name, live, (), url=url)


def saved(name: str | None, source: str | None = None) -> LiveList:
    return LiveList("saved.json", (), origin=Origin(name, source))


def refused(listed: LiveList, of: Account) -> str:
    """Return why a list is refused; empty if it is accepted."""
    try:
        refuse_other(listed, of)
    except LiveError as error:
        return str(error)
    return ""


def test_a_list_that_may_belong_to_the_account_is_accepted(subtests: pytest.Subtests) -> None:
    for listed, of in [
        (saved("eu"), account("eu")),
        (saved("default"), account("eu")),
        (saved("eu"), account("default")),
        (saved(None), account("eu")),
        (saved(None, None), account("eu", API)),
        (saved("eu", API), account("eu")),
        (saved("eu", "live.json"), account("eu", API)),
        (saved("eu", API), account("eu", API)),
        (saved("eu", API), account("eu", f"{API}/")),
        (saved("eu", API), account("eu", "HTTPS://API.example.com:443/v2/phone-numbers")),
        (saved("eu", API), account("eu", f"{API}?project=1")),  # a query is never saved
        (saved("eu", "http://[::1"), account("eu", API)),
        (saved("eu", "ftp://example.com"), account("eu", API)),
    ]:
        with subtests.test(listed=listed, of=of):
            assert refused(listed, of) == ""
            assert is_own(of, listed)


def test_a_list_of_another_account_is_refused(subtests: pytest.Subtests) -> None:
    for listed, of, says in [
        (saved("eu"), account("us"), "is the list of account eu, not of us"),
        (saved("eu", API), account("us", API), "is the list of account eu, not of us"),
        (saved("EU"), account("eu"), "is the list of account EU, not of eu"),
        (
            saved("default", API),
            account("default", "https://other.example.com/v2/phone-numbers"),
            f"was fetched from {API}, but account default uses https://other.example.com",
        ),
        (
            saved("eu", API),
            account("eu", f"{API}-2"),
            f"was fetched from {API}, but account eu uses",
        ),
        (saved("eu", API), account("eu", API.replace("https", "http")), "but account eu uses"),
        (saved("eu", API), account("eu", API.replace(".com", ".com:8443")), "uses"),
    ]:
        with subtests.test(listed=listed, of=of, says=says):
            assert says in refused(listed, of)
            assert not is_own(of, listed)
            lenient = of._replace(live=GIVEN._replace(any_account=True))
            assert refused(listed, lenient) == ""
            assert not is_own(lenient, listed)


def test_credentials_of_a_url_are_not_shown() -> None:
    other = account("eu", "https://id:hush-hush@other.example.com/?key=hush-hush")
    assert "hush-hush" not in refused(saved("eu", API), other)


def test_a_plain_list_in_the_configuration_is_the_accounts_own() -> None:
    plain = LiveList("plain.json", ())
    assert not is_own(account("eu"), plain)
    assert is_own(account("eu", live=LiveFile(Path("plain.json"), "plain.json")), plain)
    assert refused(plain, account("eu", API)) == ""


def test_before_reading_only_a_list_option_may_belong_to_another_account() -> None:
    assert not is_own(account("eu"))
    assert is_own(account("eu", live=GIVEN._replace(is_given=False)))
    assert is_own(Account("eu", settings(API), ()))
    assert is_own(Account("eu", None, ()))
