"""`python -m driftcheck`."""

from driftcheck.cli import main

if __name__ == "__main__":
    main()
