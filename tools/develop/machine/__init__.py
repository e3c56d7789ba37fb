"""Installs programs that a fresh machine lacks into the project's folder; for `make setup`."""
