"""The history of runs: what each found, whole and in a chain, and what that says over time.

Nothing is imported here, so that a run without a history brings in no database.
"""
