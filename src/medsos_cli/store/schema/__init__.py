"""How the file is laid out: its tables, guards and views, and the way to them from before."""
