"""Applies AWS's rules to this repository: sources, contracts, and plans of its roots."""
