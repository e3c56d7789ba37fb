"""Releases: a version of a service gets traffic, with its contract, or is rolled back."""
