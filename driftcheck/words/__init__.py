"""Texts: how they are written, measured, escaped, redacted, counted and suggested."""

from driftcheck.words.columns import align, clip, fold, pad, width_of
from driftcheck.words.escape import (
    cell,
    command_property,
    command_text,
    defuse,
    json_text,
    printable,
    runs_left,
    value,
)
from driftcheck.words.lookalike import beside, looks_of, plain, shorten, tell_apart
from driftcheck.words.plurals import counted, inflect, list_some
from driftcheck.words.pointers import JSON, Steps, pointer, reference_to, steps
from driftcheck.words.redact import (
    SENSITIVE,
    address_parts,
    hide_credentials,
    hide_userinfo,
    is_mask,
    is_secret,
    split_address,
)
from driftcheck.words.suggest import did_you_mean, nearest
from driftcheck.words.times import as_utc, minute, seconds_of, seconds_since, utc_now

__all__ = [
    "JSON",
    "SENSITIVE",
    "Steps",
    "address_parts",
    "align",
    "as_utc",
    "beside",
    "cell",
    "clip",
    "command_property",
    "command_text",
    "counted",
    "defuse",
    "did_you_mean",
    "fold",
    "hide_credentials",
    "hide_userinfo",
    "inflect",
    "is_mask",
    "is_secret",
    "json_text",
    "list_some",
    "looks_of",
    "minute",
    "nearest",
    "pad",
    "plain",
    "pointer",
    "printable",
    "reference_to",
    "runs_left",
    "seconds_of",
    "seconds_since",
    "shorten",
    "split_address",
    "steps",
    "tell_apart",
    "utc_now",
    "value",
    "width_of",
]
