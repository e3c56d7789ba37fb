"""Faults under load: a seeded campaign that holds every acknowledged write against the tables."""
