"""Catalog: what the shop sells."""
