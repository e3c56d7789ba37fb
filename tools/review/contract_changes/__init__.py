"""Compares contracts: which changes break consumers, and whether the author announced it."""
