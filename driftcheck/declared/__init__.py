"""Declarations: read YAML files into the declared state, with the place of every value."""

from driftcheck.declared.load import load
from driftcheck.declared.variables import Variables
