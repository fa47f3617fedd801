"""Ctrl-C and SIGTERM: an exception that only the command itself ends at.

Not KeyboardInterrupt: libraries catch that one, and SIGTERM would end the process at once, with
temporary files left behind. Imports nothing of the rest, so that it listens from the beginning.
"""

import os
import signal
import sys
from contextlib import suppress
from typing import Any

_NAMES = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "the terminal was closed"}


class Interrupted(BaseException):
    """The process is to end. `code` is the exit code that goes with the signal, as in shells."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number
        self.reason = _NAMES[signal.Signals(number).name]


def listen_to_signals() -> None:
    """Have the signals raise Interrupted; those that the caller has us ignore are ignored."""
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _raise)


def _raise(number: int, _frame: object) -> None:
    signal.signal(number, signal.SIG_DFL)  # a second one does not wait for the cleaning up
    raise Interrupted(number)


class Held:
    """A context that is finished before a signal ends the process.

    In a thread, which no signal interrupts, it does nothing.
    """

    def __init__(self) -> None:
        self.came: list[int] = []
        self.before: dict[int, Any] = {}

    def __enter__(self) -> None:
        """Have signals wait."""
        for name in _NAMES:
            number = getattr(signal, name, None)
            if number is not None and callable(known := signal.getsignal(number)):
                with suppress(ValueError):
                    signal.signal(number, lambda came, _frame: self.came.append(came))
                    self.before[number] = known

    def __exit__(self, *_: object) -> None:
        """Let them do what they would have done."""
        for number, known in self.before.items():
            signal.signal(number, known)
        for number in self.came[:1]:
            signal.raise_signal(number)


def end_interrupted(interrupted: Interrupted) -> int:
    """Tell of an interruption, in one line; the exit code."""
    try:
        echo = "\n" if sys.stderr.isatty() else ""  # the terminal has shown ^C
        os.write(2, f"{echo}Error: {interrupted.reason}\n".encode())
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else exit waits for a reader of the rest
    except (OSError, ValueError, AttributeError):
        pass  # stderr is closed, or none
    return interrupted.code
