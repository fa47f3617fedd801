"""Texts: how they are written, measured, escaped, counted and suggested."""

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
from driftcheck.words.suggest import did_you_mean, nearest

__all__ = [
    "align",
    "beside",
    "cell",
    "clip",
    "command_property",
    "command_text",
    "counted",
    "defuse",
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
    "tell_apart",
    "value",
    "width_of",
]
