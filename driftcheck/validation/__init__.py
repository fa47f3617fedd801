"""JSON Schema, whole: shapes, deciding, saying why, and what each field means."""
