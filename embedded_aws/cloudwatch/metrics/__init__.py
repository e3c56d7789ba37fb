"""Metrics: collected, summarised by minute, and queried."""
