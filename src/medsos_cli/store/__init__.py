"""The one place that knows SQL: a local SQLite file and what is asked of it."""
