"""The command line: options to settings to the pipeline to reports to the exit code."""

from driftcheck.cli.main import main

__all__ = ["main"]
