"""The codes in an error answer are quoted beside its text."""

import json

import pytest

from tests.live.server import AUTHORIZATION, answer, failed


def test_the_codes_of_the_api_are_quoted_beside_its_text(subtests: pytest.Subtests) -> None:
    for body, said in [
        ({"message": "no", "statusCode": 20003}, "statusCode 20003: no"),
        ({"message": "no", "statusCode": "20003"}, "statusCode 20003: no"),
        ({"message": "no", "statusCode": -1}, "statusCode -1: no"),
        ({"message": "no", "statusCode": "AuthFailed"}, "AuthFailed: no"),
        ({"message": "no", "statusCode": 401}, "no"),
        ({"message": "no", "statusCode": "401"}, "no"),
        ({"detail": "no", "reason": 7}, "reason 7: no"),
        ({"error_type": 42, "description": "no"}, "error_type 42: no"),
        ({"reason": "Suspended", "statusCode": 9, "error_type": "a"}, "a: statusCode 9: Suspended"),
        ({"statusCode": 5}, "statusCode 5"),
        ({"statusCode": True, "reason": 1.5, "error_type": [1], "message": "no"}, "no"),
        ({"statusCode": "sip:u:hunter2@h", "message": "no"}, "sip:(sensitive)@h: no"),
    ]:
        with subtests.test(body=body, said=said):
            error, script = failed(answer(401, json.dumps(body).encode()))
            assert str(error) == f"{script.url} answered 401: {said}"


@pytest.mark.parametrize(
    ("code", "begins"),
    [(20003, "statusCode 20003: long"), (10**400, "statusCode 1000"), ("x" * 5000, "xxx")],
    ids=["usual", "number", "text"],
)
def test_a_code_is_kept_when_the_text_is_cut(code: object, begins: str) -> None:
    body = {"message": "long " * 1000, "statusCode": code}
    error, script = failed(answer(400, json.dumps(body).encode()))
    assert str(error).startswith(f"{script.url} answered 400: {begins}")
    assert len(str(error)) == len(script.url) + 300


def test_a_very_long_number_is_not_quoted() -> None:
    error, script = failed(answer(400, b'{"message": "no", "statusCode": ' + b"9" * 5000 + b"}"))
    assert str(error) == f"{script.url} answered 400"


def test_a_code_that_holds_the_secret_is_hidden() -> None:
    body = {"reason": "s3cret-424", "statusCode": f"at {AUTHORIZATION}", "detail": "no"}
    error, script = failed(answer(403, json.dumps(body).encode()))
    said = "at Basic (sensitive): (sensitive): no"
    assert str(error) == f"{script.url} answered 403: {said}"
