"""Throughput and added latency of the local data plane."""
