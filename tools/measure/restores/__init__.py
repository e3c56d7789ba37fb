"""A drill of backups: a checksum of every item before, and of every item restored."""
