"""Deployed code on disk, and changed sources laid over it."""
