"""What may never be shown."""

from typing import Any

import pytest

from driftcheck.validation.redaction import redact
from driftcheck.words import (
    SENSITIVE,
    hide_credentials,
    hide_userinfo,
    is_secret,
    know,
    knowing,
    split_address,
)


def test_a_field_named_like_a_secret_is_secret(subtests: pytest.Subtests) -> None:
    for name in [
        "password",
        "Password",
        "sip_passwd",
        "customer_secret",
        "token",
        "accessToken",
        "credentials",
        "api_key",
        "apikey",
        "private_key",
        "auth",
        "authorization",
    ]:
        with subtests.test(name=name):
            assert is_secret(name)


def test_other_fields_are_not_secret(subtests: pytest.Subtests) -> None:
    for name in ["label", "user", "address", "phone_number", "keyboard", ""]:
        with subtests.test(name=name):
            assert not is_secret(name)


def test_credentials_are_taken_out_of_an_address(subtests: pytest.Subtests) -> None:
    for address, credentials, rest, hidden in [
        ("sip:u:p@h", "u:p", "sip:h", "sip:(sensitive)@h"),
        ("SIP:u:p@h", "u:p", "SIP:h", "SIP:(sensitive)@h"),
        (
            "sips:u:p@h:5061;transport=tls",
            "u:p",
            "sips:h:5061;transport=tls",
            "sips:(sensitive)@h:5061;transport=tls",
        ),
        ("https://u:p@h/x?y=1", "u:p", "https://h/x?y=1", "https://(sensitive)@h/x?y=1"),
        ("wss://u:p@h", "u:p", "wss://h", "wss://(sensitive)@h"),
        ("u:p@h:5060", "u:p", "h:5060", "(sensitive)@h:5060"),
        ("u@h", "u", "h", "(sensitive)@h"),
        ("sip:u:p%40@h", "u:p%40", "sip:h", "sip:(sensitive)@h"),
    ]:
        with subtests.test(address=address, credentials=credentials, rest=rest, hidden=hidden):
            assert split_address(address) == (credentials, rest)
            assert hide_credentials(address) == hidden


def test_an_address_without_credentials_is_as_it_is(subtests: pytest.Subtests) -> None:
    for address in [
        "",
        "h",
        "sip.example.com:5060",
        "sip:h",
        "https://h/x",
        "@h",
        "sip:@h",
        "203.0.113.0/24",
    ]:
        with subtests.test(address=address):
            assert split_address(address) == ("", address)
            assert hide_credentials(address) == address


def test_no_spelling_of_an_address_lets_a_password_through(subtests: pytest.Subtests) -> None:
    for address in [
        "sip:user:s3cr@t@h",
        "user:a\ns3cret@h",
        "ftp://user:s3cret@h",
        "//user:s3cret@h",
        " sip:user:s3cret@h",
        '"Bob" <sip:user:s3cret@h>',
        "sip:h;user=x:s3cret@y",
        "user:s3cr/t@h",
        "user:s3cr?t#t@h",
    ]:
        with subtests.test(address=address):
            assert "s3cr" not in hide_credentials(address)
            assert "s3cr" not in split_address(address)[1]


def test_a_secret_is_hidden_whole_whatever_its_type(subtests: pytest.Subtests) -> None:
    for value in ["x", "", 5, True, ["x"], {"a": "x"}]:
        with subtests.test(value=value):
            assert redact({"password": value}) == {"password": SENSITIVE}


def test_a_secret_that_is_not_there_is_nothing_to_hide() -> None:
    assert redact({"password": None}) == {"password": None}


def test_a_secret_is_found_at_any_depth() -> None:
    value = {"metadata": [{"a": {"token": "t"}}]}
    assert redact(value) == {"metadata": [{"a": {"token": SENSITIVE}}]}


def test_a_secret_is_known_by_the_path_of_the_value() -> None:
    assert redact("x", ("outbound_config", "password")) == SENSITIVE


def test_a_value_is_not_hidden_for_the_name_of_its_parent_alone() -> None:
    assert redact("x", ("outbound_config", "prefix")) == "x"


def test_credentials_are_hidden_where_an_address_may_stand(subtests: pytest.Subtests) -> None:
    for path in [
        ("outbound_config", "address"),
        ("outbound_config", "prefix"),
        ("inbound_config", "allowed_addresses"),
        ("address",),
        ("metadata", "url"),
        ("metadata", "uri"),
    ]:
        with subtests.test(path=path):
            assert redact("u:p@h", path) == "(sensitive)@h"


def test_credentials_are_hidden_in_a_list_of_addresses() -> None:
    value = {"inbound_config": {"allowed_addresses": ["u:p@h", "203.0.113.7"]}}
    assert redact(value) == {
        "inbound_config": {"allowed_addresses": ["(sensitive)@h", "203.0.113.7"]}
    }


@pytest.mark.parametrize("path", [(), ("label",), ("metadata", "owner")])
def test_an_at_sign_elsewhere_is_shown(path: tuple[str, ...]) -> None:
    assert redact("team@example.com", path) == "team@example.com"


def test_values_that_are_not_secret_are_shown(subtests: pytest.Subtests) -> None:
    value: Any
    for value in [None, True, 0, 1.5, "x", [], {}]:
        with subtests.test(value=value):
            assert redact({"address": value}) == {"address": value}


def test_redacting_leaves_the_value_itself_alone() -> None:
    value = {"password": "x", "address": "u:p@h"}
    redact(value)
    assert value == {"password": "x", "address": "u:p@h"}


def test_a_tuple_is_shown_as_a_list() -> None:
    assert redact(("a", {"token": "t"})) == ["a", {"token": SENSITIVE}]


CAMELS = ["sipPwd", "userPass", "access_key", "accessKey", "x_auth", "basicAuth", "jwt"]


def test_other_names_of_secrets_are_known(subtests: pytest.Subtests) -> None:
    for name in [
        "API-KEY",
        "api-key",
        "passphrase",
        "pwd",
        "sip_pass",
        "bearer",
        "Authorization",
        *CAMELS,
    ]:
        with subtests.test(name=name):
            assert is_secret(name)


def test_names_that_only_look_like_secrets_are_shown(subtests: pytest.Subtests) -> None:
    for name in ["author", "authority", "label", "prefix", "user", "keys_held"]:
        with subtests.test(name=name):
            assert not is_secret(name)


def test_secrets_are_found_below_and_beside_what_names_them(subtests: pytest.Subtests) -> None:
    for value, path, shown in [
        ({"value": "x", "n": [1]}, ("credentials",), "(sensitive)"),
        ("x", ("credentials", "value"), "(sensitive)"),
        (["u:p@h"], ("addresses",), ["(sensitive)@h"]),
        ("u:p@h", ("Address",), "(sensitive)@h"),
        ("u:p@h", ("sip_uri",), "(sensitive)@h"),
        ("sip:u%3Ap%40h", ("address",), "sip:(sensitive)@h"),
        ("sip:h;user=u;password=p;x=1", ("address",), "sip:h;user=u;password=(sensitive);x=1"),
    ]:
        with subtests.test(value=value, path=path, shown=shown):
            assert redact(value, path) == shown


def test_secrets_have_many_names(subtests: pytest.Subtests) -> None:
    for name in ["api_keys", "ha1", "psk", "sip_pin", "hmac", "x_sig"]:
        with subtests.test(name=name):
            assert is_secret(name)


@pytest.mark.parametrize("name", ["keyboard", "design", "pinned", "spin_rate", "digestible"])
def test_a_name_that_only_looks_alike_is_no_secret(name: str) -> None:
    assert not is_secret(name)


def test_a_parameter_of_an_address_may_be_a_secret(subtests: pytest.Subtests) -> None:
    for name in ["auth", "pwd", "passwd", "api_key", "sig", "Token"]:
        with subtests.test(name=name):
            shown = hide_credentials(f"sip:pbx.example.com;transport=tls;{name}=hunter2?x=1")
            assert shown == f"sip:pbx.example.com;transport=tls;{name}=(sensitive)?x=1"


def test_what_becomes_known_is_hidden_within_its_context_only() -> None:
    with knowing():
        know(["s3cret", "s3cret-long"])
        assert hide_userinfo("a s3cret-long, a xs3cretx") == "a (sensitive), a x(sensitive)x"
        assert hide_credentials("s3cret.example.com") == "(sensitive).example.com"
        with knowing():
            assert hide_userinfo("s3cret") == "s3cret"
    know(["s3cret"])
    assert hide_userinfo("s3cret") == "s3cret"
