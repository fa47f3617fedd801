"""Notifications after a run: who gets which news, and how they are sent."""

from driftcheck.notify.send import check, send
