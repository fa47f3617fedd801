"""Texts: how they are written, measured, escaped, counted and suggested."""

from driftcheck.words.columns import align, clip, fold, pad, width_of
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
from driftcheck.words.plurals import counted, inflect, list_some
from driftcheck.words.suggest import did_you_mean, nearest

__all__ = [
    "align",
    "apart",
    "beside",
    "cell",
    "clip",
    "command_property",
    "command_text",
    "counted",
    "defused",
    "did_you_mean",
    "fold",
    "inflect",
    "json_text",
    "list_some",
    "looks_of",
    "nearest",
    "pad",
    "plain",
    "printable",
    "runs_left",
    "shorten",
    "value",
    "width_of",
]
