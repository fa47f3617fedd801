"""Texts: how they are written, measured, escaped and suggested."""
