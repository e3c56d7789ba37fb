"""Costs as tables, bars, a page and JSON."""
