"""Metrics: collected, summarized by minute, and queried."""
