"""Declared against live: drift, conformity to the schema, duplicates across accounts, typos."""
