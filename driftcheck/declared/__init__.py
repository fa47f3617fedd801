"""Declarations: YAML files to the declared state, every value with its line."""

from driftcheck.declared.load import load

__all__ = ["load"]
