"""Measures the questions over the logs: findings of planted behaviours, time, memory, bytes."""
