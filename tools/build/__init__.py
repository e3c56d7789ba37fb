"""Deployment packages: the same bytes from the same commit, anywhere."""
