"""The `driftcheck` command, also `python -m driftcheck`."""

import sys

from driftcheck.system import Interrupted, end_interrupted, kept, listen_to_signals


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit with its code; an interruption at any time is one line."""
    try:
        listen_to_signals()
        with kept():
            from driftcheck.cli.main import run  # takes a while, and may be interrupted

        code = run(sys.argv[1:] if args is None else args)
    except Interrupted as interrupted:
        code = end_interrupted(interrupted)
    sys.exit(code)


if __name__ == "__main__":
    main()
