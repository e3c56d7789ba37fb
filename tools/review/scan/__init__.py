"""Checkov over the plans of an environment, made without its account."""
