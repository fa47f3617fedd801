"""The operating system: files, commands, signals, threads, and what comes with the package."""
