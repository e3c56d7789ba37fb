"""Deployed code on disk, and changed sources over it."""
