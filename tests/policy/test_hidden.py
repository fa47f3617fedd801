"""Secrets in the text of a pack are cut off where they begin; nothing else is."""

from driftcheck import document
from driftcheck.policy.hidden import hide_secrets

WRITTEN = """\
rules:
- require: {outbound_config.password: s3cret}
  tests:
  - fail: {outbound_config: {password: 'hunter2', user: u}, label: Support}
  - pass:
      outbound_config:
        password: |
          first
          second
      label: Support
  - fail: [{outbound_config: {password: one}}, {outbound_config: {password: two}}]
  - pass: {outbound_config: {password: "to
      the end"}}
"""
SHOWN = """\
rules:
- require: {outbound_config.password: (sensitive)
  tests:
  - fail: {outbound_config: {password: (sensitive)
  - pass:
      outbound_config:
        password: (sensitive)


      label: Support
  - fail: [{outbound_config: {password: (sensitive)
  - pass: {outbound_config: {password: (sensitive)

"""


def hidden(text: str) -> list[str]:
    return hide_secrets(text.splitlines(), document.parse(text, "p.yaml").root)


def test_a_pack_is_shown_without_its_secrets_line_by_line() -> None:
    assert hidden(WRITTEN) == SHOWN.splitlines()


def test_a_secret_of_two_lines_before_a_key_is_hidden_completely() -> None:
    text = 'rules: [{require: {outbound_config: {password: "one\n  two"}, label: x}}]\n'
    assert "two" not in "".join(hidden(text))
