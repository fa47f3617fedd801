"""Connects the stages: a configuration in, one report out."""
