"""Answers of the gateway itself: refusals, cached and proxied answers."""
