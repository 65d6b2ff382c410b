"""What may be: pure functions over the models."""
