"""Deployments of the control plane, compiled for the data plane."""
