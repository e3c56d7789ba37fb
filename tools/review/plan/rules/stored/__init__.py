"""Rules about what is stored: whether it is lost, guarded, encrypted, or open to read."""
