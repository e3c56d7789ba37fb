"""Deployments as lists of steps, and the runner that does them."""
