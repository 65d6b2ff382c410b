"""What `medsos doctor` looks at."""
