"""Expressions: their grammar, the checks that need no table, and what they do with an item."""
