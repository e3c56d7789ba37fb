"""Terraform's roots: their variables, and runs of Terraform in them."""
