"""Declarations: YAML files to the declared state, every value with its line."""

from driftcheck.declared.load import load
from driftcheck.declared.variables import Variables
