"""Benchmarks: what it costs, measured side by side in one run."""
