"""What can go wrong."""


class ScanError(Exception):
    """Nothing could be scanned; the message says what to do."""
