"""Checks of Terraform, of the workflows, and of the conformance page."""
