"""`python -m driftcheck`."""

from driftcheck.cli.main import main

if __name__ == "__main__":
    main()
