"""Terraform's roots: their variables, and Terraform run on one of them."""
