"""Releases: how a version of a service takes traffic, with its contract, and how it goes back."""
