"""Terraform and Python for a machine that lacks them, in the project's own folder."""
