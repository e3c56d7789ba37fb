"""Catalog: the products of the shop."""
