"""Ctrl-C and SIGTERM as an exception that only the command itself catches.

It is not KeyboardInterrupt, because libraries catch that one, and SIGTERM would end the process
immediately and leave temporary files. This module imports nothing of the package, so that it works
from the start.
"""

import os
import signal
import sys
from contextlib import suppress
from typing import Any

_NAMES = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "the terminal was closed"}


class Interrupted(BaseException):
    """A signal asks the process to end. `code` is the exit code for it, as in shells."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number
        self.reason = _NAMES[signal.Signals(number).name]


def listen_to_signals() -> None:
    """Make signals raise Interrupted, except those that the caller set to be ignored."""
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _raise)


def _raise(number: int, _frame: object) -> None:
    signal.signal(number, signal.SIG_DFL)  # a second signal does not wait for the cleanup
    raise Interrupted(number)


class Held:
    """A context that completes before a signal ends the process.

    It does nothing in other threads, which signals never interrupt.
    """

    def __init__(self) -> None:
        self.came: list[int] = []
        self.before: dict[int, Any] = {}

    def __enter__(self) -> None:
        """Hold signals back."""
        for name in _NAMES:
            number = getattr(signal, name, None)
            if number is not None and callable(known := signal.getsignal(number)):
                with suppress(ValueError):
                    signal.signal(number, lambda came, _frame: self.came.append(came))
                    self.before[number] = known

    def __exit__(self, *_: object) -> None:
        """Deliver the signals that were held back."""
        for number, known in self.before.items():
            signal.signal(number, known)
        for number in self.came[:1]:
            signal.raise_signal(number)


def end_interrupted(interrupted: Interrupted) -> int:
    """Report an interruption in one line; return the exit code."""
    try:
        if _has_room(2):
            echo = "\n" if sys.stderr.isatty() else ""  # after the ^C on the terminal
            os.write(2, f"{echo}Error: {interrupted.reason}\n".encode())
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # otherwise the exit waits for a reader
    except (OSError, ValueError, AttributeError):
        pass  # stderr is closed or missing
    return interrupted.code


def _has_room(stream: int) -> bool:
    """Whether a short line can be written at once. A pipe that nobody reads may be full."""
    if sys.platform == "win32":  # select is for sockets there
        return True
    import select

    return bool(select.select((), (stream,), (), 0)[1])
