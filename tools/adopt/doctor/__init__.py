"""Diagnoses of a machine, and of the account of an environment."""
