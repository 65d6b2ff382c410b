"""Reading a roster: bytes, text, sheet, cells, rows, and what they change on record."""
