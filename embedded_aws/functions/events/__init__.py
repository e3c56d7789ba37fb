"""Asynchronous invocations: retries, dead letters, destinations."""
