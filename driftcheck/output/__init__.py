"""What leaves the process: files, the terminal, progress."""
