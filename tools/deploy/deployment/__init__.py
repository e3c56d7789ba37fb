"""Deployments as lists of steps, and their runner."""
