"""What goes out: lists, tables, files, papers."""
