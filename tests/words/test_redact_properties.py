"""Properties of what hides secrets: whatever the value, whatever the text."""

import copy
import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from driftcheck.validation.redaction import hiding, redact
from driftcheck.words import SENSITIVE, hide_credentials, hide_userinfo, split_address
from tests.effort import tried
from tests.secrets.kinds import FORMS, SPELLINGS

JSON = Any
SECRET = "c0ffeec0ffee"
SHOWN = "visible"
LISTED = ("user", "metadata.code", "metadata.*.door")
HIDDEN_NAMES = ("password", "api_key", "auth", "Token", "sip-pwd")
NAMES = st.sampled_from(["label", "user", "metadata", "code", "door", "a", "x y", *HIDDEN_NAMES])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.just(SHOWN)
TREES: st.SearchStrategy[JSON] = st.recursive(
    LEAVES,
    lambda part: st.lists(part, max_size=3) | st.dictionaries(NAMES, part, max_size=4),
    max_leaves=20,
)
SIGNS = (" ", '"', "\n", "\t", "\u00a0", "\x00", "\\")
PIECES = st.sampled_from(
    (
        *"""sip: sips: SIP: https:// a:// :// // : @ %40 / ? # & ; = password= token= a b1 é 5060
        (sensitive) (sensitive)@ < > [ ] , - + * . h.example""".split(),
        *SIGNS,
    )
)
TEXTS = st.lists(PIECES, max_size=15).map("".join) | st.text(max_size=30)
WORDS = st.lists(st.sampled_from(["call", "Sales", "1", "ö", "no."]), max_size=3).map(" ".join)


def is_hidden(path: tuple[str, ...]) -> bool:
    """What is hidden, said once more in other words: by a name, or by what is listed."""
    dotted = f".{'.'.join(path)}."
    deep = any(path[i] == "metadata" and "door" in path[i + 2 : i + 3] for i in range(len(path)))
    named = any(f".{name}." in dotted for name in (*HIDDEN_NAMES, "user"))
    return named or ".metadata.code." in dotted or deep


def plant(value: JSON, path: tuple[str, ...] = ()) -> JSON:
    """A value with the secret in place of every text at a hidden path."""
    if isinstance(value, dict):
        return {name: plant(part, (*path, name)) for name, part in value.items()}
    if isinstance(value, list):
        return [plant(part, path) for part in value]
    return SECRET if value == SHOWN and is_hidden(path) else value


def expected(value: JSON, path: tuple[str, ...] = ()) -> JSON:
    """What is to be left of a value: all of it, but for what is hidden."""
    if value is not None and is_hidden(path):
        return SENSITIVE
    if isinstance(value, dict):
        return {name: expected(part, (*path, name)) for name, part in value.items()}
    return [expected(part, path) for part in value] if isinstance(value, list) else value


@given(TREES)
def test_redact_hides_every_secret_keeps_all_else_and_is_idempotent(tree: JSON) -> None:
    value = plant(tree)
    before = copy.deepcopy(value)
    with hiding(LISTED):
        shown = redact(value)
        assert redact(shown) == shown
    assert SECRET not in json.dumps(shown)
    assert shown == expected(value)
    assert value == before


@given(TREES)
def test_redact_shows_all_where_nothing_is_secret(tree: JSON) -> None:
    text = json.dumps(tree)
    for name in HIDDEN_NAMES:
        text = text.replace(f'"{name}"', f'"{name.translate({97: "o", 101: "o", 112: "b"})}"')
    value = json.loads(text)
    assert redact(value) == value


@given(st.sampled_from(FORMS), WORDS)
def test_redact_hides_credentials_in_names_and_in_any_text(form: str, words: str) -> None:
    text = form.format(SECRET)
    shown = redact({text: 1, "note": f"{words} {text}"}, ("metadata",))
    assert SECRET not in json.dumps(shown)
    assert shown["note"].startswith(words)


def test_redact_keeps_as_many_fields_as_there_are() -> None:
    value = {"sip:a:1@h": 1, "sip:b:2@h": 2}
    assert len(redact(value)) == 2


@pytest.mark.parametrize("sign", [*"'<>,;:@/?#%&=é", "%40", "//", *SIGNS])
def test_no_sign_in_a_password_lets_it_through_in_a_field_for_addresses(sign: str) -> None:
    for form in (*FORMS, *SPELLINGS):
        text = form.format(f"{sign}{SECRET}{sign}x")
        if "=" not in form:  # the value of a parameter ends at some signs
            assert SECRET not in hide_credentials(text)
            assert SECRET not in split_address(text)[1]


ANYWHERE = {
    "https://u:p/{}@h": "",
    "https://u:p?{}@h": "",
    "https://u:p#{}@h": "",
    "https://u:p@{}@h": "",
    'https://u:"{}"@h': "",
    "https://u:{}:x@h": "",
    "https://a@b,https://c:{}@h": "",
    "https://h/?next=https://u:{}@x": "",
    "https://h/?a=1&amp;token={}": "",
    "jdbc:postgresql://h/db?user=u&password={}": "",
    "git+https://x-token:{}@h/x": "",
    '{{"url": "https://u:{}@h"}}': "",
    'sip:u:"{}"@h': "",
    "sip:u:<{}>@h": "",
    "sip:u:{}%40h": "",
    "pbx_sip:u:{}@h": "",
    'https://h/?password="{}"': "",
    'sip:h;password="{}"': "",
    "https://h/?token='{}'": "",
    "https://h/#access_token={}": "",
    "https://h/?auth[token]={}": "",
}


@pytest.mark.parametrize("form", ANYWHERE)
def test_no_spelling_lets_a_secret_through_in_a_text(form: str) -> None:
    assert SECRET not in hide_userinfo(form.format(SECRET))
    assert SECRET not in hide_userinfo(json.dumps({"a": f"see {form.format(SECRET)} there"}))


@pytest.mark.parametrize(
    "scheme",
    ["sip:", "SIPS:", "\u017fip:", "s\u0131p:", "S\u0130PS:", "HTTP:/", "http\u017f:/", "x://"],
)
def test_no_letter_that_passes_for_one_of_a_scheme_lets_a_secret_through(scheme: str) -> None:
    assert SECRET not in hide_userinfo(f"see {scheme}u:{SECRET}@h there")


@given(TEXTS)
@example("sip:@a://@")
@tried(4)
def test_hiding_credentials_in_a_text_never_fails_and_is_idempotent(text: str) -> None:
    shown = hide_userinfo(text)
    assert hide_userinfo(shown) == shown


@given(TEXTS)
@tried(4)
def test_hiding_those_of_an_address_never_fails_and_is_idempotent(text: str) -> None:
    shown = hide_credentials(text)
    assert hide_credentials(shown) == shown


@given(TEXTS)
def test_what_is_taken_out_of_an_address_is_not_in_what_is_shown(text: str) -> None:
    credentials, rest = split_address(text)
    assert not credentials or SENSITIVE in hide_credentials(text)
    assert len(credentials) + len(rest) <= len(text)


@given(TEXTS)
def test_text_without_credentials_or_parameters_is_left_alone(text: str) -> None:
    without_at = text.replace("@", " ").replace("%40", " ")
    for plain in (without_at.replace("=", " "), text.replace(":", " ")):
        assert hide_userinfo(plain) == plain


@pytest.mark.parametrize(
    "text",
    [
        "team@example.com",
        "Sales: a@example.com, b@example.com",
        "https://example.com/x?y=1&z=2",
        "sip:+12025550100",
        "sip:sip.example.com:5060;transport=tls",
        "12:30 - 18:00 @ office",
        "::1, fe80::1%eth0",
        "mailto: a@b",
        "C:\\dir\\file@2x.png",
        "ratio 3:1; mode=fast&loud=no",
        "steps: a?token=b",
    ],
)
def test_text_that_only_looks_alike_is_left_alone(text: str) -> None:
    assert hide_userinfo(text) == text
