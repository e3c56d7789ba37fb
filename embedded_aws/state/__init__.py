"""moto's state: coordination of changes, and the snapshot on disk."""
