"""Paths that the configuration hides, anywhere in a number."""

from driftcheck.validation.redaction import hide_in_path, hiding, is_hidden
from tests.each import each


@each(
    ("listed", "path", "hidden"),
    [
        ("sip.lines.user", "sip.lines.user", True),
        ("sip.lines.user", "sip.lines.2.user", True),
        ("sip.lines.2.user", "sip.lines.2.user", True),
        ("sip.lines.2.user", "sip.lines.3.user", False),
        ("sip.*.user", "sip.lines.user.name", True),
        ("sip.lines", "properties.sip.properties.lines.const", True),
        ("sip.lines.user", "sip.lines", False),
    ],
)
def test_a_path_is_hidden_with_everything_below_it(listed: str, path: str, hidden: bool) -> None:
    with hiding([listed]):
        assert is_hidden(tuple(path.split("."))) is hidden
    assert not is_hidden(tuple(path.split(".")))


@each(
    ("path", "shown"),
    [
        (["label", "a"], ["label", "a"]),
        (["password"], ["password"]),
        (["password", "hunter2"], ["password", "(sensitive)"]),
        (["password", 0], ["password", 0]),
        (["password", 0, "hunter2"], ["password", "(sensitive)"]),
    ],
)
def test_names_below_a_hidden_field_are_hidden_and_indexes_are_not(
    path: list[str | int], shown: list[str | int]
) -> None:
    assert hide_in_path(path) == shown
