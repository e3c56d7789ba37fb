"""Runs Checkov over the plans of an environment, without access to its account."""
