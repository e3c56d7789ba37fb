"""The product's name: every name in AWS begins with it. Terraform and tools read it here too."""

NAME = "groundplan"
TITLE = "Groundplan"
"""The name for people, and the namespace of the product's metrics."""
