"""`driftcheck doctor`: one examination per module, run by `checkup`."""
