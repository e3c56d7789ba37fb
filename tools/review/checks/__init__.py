"""Checks that need more than one command: Terraform's and the workflows'."""
