"""Any file of rows: its header, its cells, what is wrong with them."""
