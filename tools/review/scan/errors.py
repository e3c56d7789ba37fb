"""The error of this package."""


class ScanError(Exception):
    """The plans could not be scanned; the message says what to do."""
