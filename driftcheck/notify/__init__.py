"""Telling people after a run: who is told of what, and how it gets there."""

from driftcheck.notify.send import check, send

__all__ = ["check", "send"]
