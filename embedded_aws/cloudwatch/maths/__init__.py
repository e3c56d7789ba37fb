"""Metric math: expressions over metrics, their operators and functions."""
