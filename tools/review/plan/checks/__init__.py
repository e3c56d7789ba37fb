"""Findings of generic checks on the same plan: Checkov's, and those of `make lint-aws`."""
