"""A 404 for an incomplete URL: only the host, or the beginning of the path."""

import pytest

from driftcheck.config.credentials import Credentials
from driftcheck.live.answer import refusal

URL = "Check `url`."
SERVER = "Try again later; if it happens again, contact Agora's support with the request id."
PATH = "/api/conversational-ai-agent/v2/phone-numbers"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("", "Is the list at https://x.example.com:8443{}?"),
        ("/", "Is the list at https://x.example.com:8443{}?"),
        ("/api", "Is the list at https://x.example.com:8443{}?"),
        ("/api/conversational-ai-agent/v2/", "Is the list at https://x.example.com:8443{}?"),
        (PATH, URL),
        (f"{PATH}/", URL),
        ("/other", URL),
    ],
)
def test_a_url_that_ends_before_the_list_is_completed_in_the_hint(path: str, hint: str) -> None:
    source = f"https://x.example.com:8443{path}"
    error = refusal(404, {}, b"", source, Credentials("id", "s3cret"))
    assert [one.hint for one in error.problems] == [hint.format(PATH)]
    assert refusal(500, {}, b"", source, Credentials("id", "s3cret")).problems[0].hint == SERVER
