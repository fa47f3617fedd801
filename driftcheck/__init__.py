"""driftcheck: checks that a fleet of phone numbers is what its owners declared."""

__version__ = "0.1.0"
