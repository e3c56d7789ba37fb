"""Deployments and the stages that serve them."""
