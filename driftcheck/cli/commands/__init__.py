"""The commands, one a file; each module has its own as `command`."""
