"""Texts: how they are written, measured, escaped and suggested."""

from driftcheck.words.columns import clip, fold, pad, width_of
from driftcheck.words.escape import (
    cell,
    command_property,
    command_text,
    defused,
    json_text,
    printable,
    runs_left,
    value,
)
from driftcheck.words.lookalike import apart, beside, looks_of, plain, shorten

__all__ = [
    "apart",
    "beside",
    "cell",
    "clip",
    "command_property",
    "command_text",
    "defused",
    "fold",
    "json_text",
    "looks_of",
    "pad",
    "plain",
    "printable",
    "runs_left",
    "shorten",
    "value",
    "width_of",
]
