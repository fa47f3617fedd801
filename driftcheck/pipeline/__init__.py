"""Where the stages meet, and the only place: settings in, one report out."""

from driftcheck.pipeline.expected import Executor, Inputs, Options, load
from driftcheck.pipeline.run import check, error_report, inputs_of, keep_failed

__all__ = [
    "Executor",
    "Inputs",
    "Options",
    "check",
    "error_report",
    "inputs_of",
    "keep_failed",
    "load",
]
