"""What people write, read as values."""
