"""Notifications after a run: who gets which news, and how."""

from driftcheck.notify.send import check, send
