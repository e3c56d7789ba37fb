"""Tells GitHub what pipelines found: one comment of a pull request, one issue of drift."""
