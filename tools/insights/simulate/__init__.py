"""Simulates traffic against the configured service levels, without sending a request."""
