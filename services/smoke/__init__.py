"""Smoke test: CodeDeploy calls it before a new version gets traffic."""
