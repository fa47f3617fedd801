"""The command line: options → settings → pipeline → reports → exit code."""
