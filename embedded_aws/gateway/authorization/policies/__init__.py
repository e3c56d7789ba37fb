"""Policies: statements, conditions and the trust of roles, decided as IAM does."""
