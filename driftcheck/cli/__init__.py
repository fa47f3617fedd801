"""The command line: options to settings to the pipeline to reports to the exit code."""
