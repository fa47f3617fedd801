"""Suggestions for values that break a schema; imported only if there is one."""

import json
import re
from collections.abc import Callable, Mapping, Sequence

from driftcheck.document.nodes import MappingNode, Node, Scalar, SequenceNode
from driftcheck.validation import networks
from driftcheck.validation.fault import Fault
from driftcheck.validation.redaction import is_hidden, may_hold_hidden
from driftcheck.words.e164 import PATTERN, advice_on_number, advice_on_range, surely_meant
from driftcheck.words.redact import hide_userinfo

_SHOWN = frozenset(
    """
    associated_pipeline allowed_addresses check declared expires fail_on file ignore inbound
    inbound_config label live match max_age max_size numbers on outbound owner path phone_number
    phone_numbers pipeline_id pipeline_name policies provider range schema sensitive severity state
    baselines hosts id may_be_off packs tags timeout totals transport unique variables version
    waiver_notice waivers
    """.split()
)
"""Fields whose wrong values are shown; any other field may hold a secret."""
_DOUBTFUL = ("://", "@", ":-")
"""Characters of a text with credentials, or of a variable with a default."""
_NUMBERS = frozenset({"phone_number", "phone_numbers"})
_SPACE = "Write a space after the colon: `name: value`."
_UNSPACED = re.compile(r"[a-z_]+:(?=[^\s/])")
_PLAIN = re.compile(r"[\w+./](?:[\w+./:-]*[\w+./-])?")
_ADDRESS = re.compile(r"[0-9.]+(/[0-9]+)?|[0-9a-f:]*:[0-9a-f:]*(/[0-9]+)?", re.I)
_LONGEST = 60  # characters of a text that a message quotes
_EXAMPLE = "+12025550123"
_ADD_VERSION = "Add the line `version: 1`."
_DECLARED = (("numbers",), ("defaults",))
_IN_FILES = "Declare numbers in files of their own, and list these under `declared`."
_MAPPINGS = {
    "accounts": "{production: {live: ..., declared: [...]}}",
    "severity": "{drift-unmanaged: high}",
}
_FIELDS = "Write its fields below it, as `name: value`."


def written_at(path: Sequence[str | int], node: Node | None) -> str | None:
    """Return the value at a path as written; None if it may be a secret."""
    names = [step for step in path if isinstance(step, str)]
    if not isinstance(node, Scalar) or not names:
        return None
    within = names[1:] if names[0] in ("defaults", "numbers") and names[1:] else names
    known = names[-1] in _SHOWN or names[-2:-1] == ["severity"]
    text = node.text
    if not known or may_hold_hidden(within) or any(part in text for part in _DOUBTFUL):
        return None
    return text if hide_userinfo(text) == text else None


def is_quoted(fault: Fault) -> bool:
    """Whether a fault is an invalid phone number, range or network, so that the text is quoted."""
    if fault.keyword != "pattern":
        return False
    name, wanted = _name(fault), fault.expected
    return name == "range" or wanted == networks.PATTERN or (name in _NUMBERS and wanted == PATTERN)


def of_quoted(fault: Fault, field: str, text: str) -> tuple[str, str]:
    """Return the message and the hint for an invalid phone number, range or network."""
    quoted = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    if _name(fault) == "range":
        return f'{field} "{quoted}" is not a range of E.164 numbers', advice_on_range(text)
    if fault.expected == networks.PATTERN:
        advice = networks.advice_on_network(text)
        return f'{field} "{quoted}" is not an IP address or a CIDR', advice
    return f'{field} "{quoted}" is not in E.164 form', advice_on_number(text)


def hint_of(fault: Fault, node: Node | None, text: str | None) -> str | None:
    """Return what to write instead of a value; `text` is that value if it may be shown."""
    name, wanted = _name(fault), fault.expected
    if fault.keyword == "required" and name == "version":
        return _ADD_VERSION
    if fault.keyword == "unknown":
        return _IN_FILES if fault.path in _DECLARED else _of_bare(name) or fault.hint
    if name == "live" and fault.keyword == "oneOf" and isinstance(node, Scalar) and node.text:
        return _live(text)
    if fault.keyword != "type" or node is None:
        return fault.hint
    types = [wanted] if isinstance(wanted, str) else list(wanted or ())
    if "array" in types:
        return _list_of(fault, node, text) or fault.hint
    if name == "phone_number" and isinstance(node, SequenceNode):
        return "Write several numbers under `phone_numbers`."
    if "object" in types:
        return _mapping_of(name, node, text) or fault.hint
    return fault.hint


def _name(fault: Fault) -> str:
    return next((step for step in reversed(fault.path) if isinstance(step, str)), "")


def _list_of(fault: Fault, node: Node, text: str | None) -> str | None:
    """Return how to write a value as a list."""
    if isinstance(node, MappingNode) and any(key.startswith("-") for key in node.fields):
        return "Write a space after the dash: `- name: value`."
    if fault.path == ("numbers",):
        return f"Write a list: `{_entry(node)}`, with its fields below `phone_number`."
    if isinstance(node, Scalar) and text and "\n" not in text:
        return f"Write a list: [{_flow(text)}]."
    return None


def _entry(node: Node) -> str:
    """Return the first entry of a list of numbers, rewritten as an entry."""
    if may_hold_hidden(["phone_number"]):
        return f"- phone_number: {_EXAMPLE}"
    texts = [getattr(node, "text", "")]
    if isinstance(node, MappingNode):
        texts = [*node.fields, getattr(node.fields.get("phone_number"), "text", "")]
    return f"- phone_number: {next(filter(None, map(surely_meant, texts)), _EXAMPLE)}"


def _mapping_of(name: str, node: Node, text: str | None) -> str | None:
    """Return how to write a value as a mapping."""
    if not isinstance(node, Scalar):
        return f"Write a mapping: {_MAPPINGS[name]}." if name in _MAPPINGS else None
    if name == "":  # the whole entry
        unspaced = node.plain and _UNSPACED.match(node.text)
        return _SPACE if unspaced else _of_bare(node.text)
    if name not in _OBVIOUS:
        return _FIELDS
    field = _OBVIOUS[name](text or "")
    value = _flow(text) if text and not is_hidden([name, field]) else "..."
    return f"Write {{{field}: {f'[{value}]' if field == 'allowed_addresses' else value}}}."


def _of_bare(text: str) -> str | None:
    """Return how to write a number that is in the place of its entry or of a field."""
    number = None if may_hold_hidden(["phone_number"]) else surely_meant(text)
    return number and f"Write `phone_number: {number}`, and its fields below that."


def _live(text: str | None) -> str:
    if text is None:  # a URL may hold a secret
        return "Write {agora: {url: ...}} for the API, or {file: ...} for a list in a file."
    return "Write {agora: {}}." if text == "agora" else f"Write {{file: {_flow(text)}}}."


def _of_inbound(text: str) -> str:
    return "allowed_addresses" if _ADDRESS.fullmatch(text) else "pipeline_id"


_OBVIOUS: Mapping[str, Callable[[str], str]] = {
    "associated_pipeline": lambda _: "pipeline_id",
    "inbound_config": _of_inbound,
    "outbound_config": lambda _: "address",
}
"""The field that a text most likely belongs to, by the mapping that it replaces."""


def _flow(text: str) -> str:
    """Return a text as written inside brackets."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
