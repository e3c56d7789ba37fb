"""Drives the running API over HTTP: consumers, attacks and accidents, for the logs to show."""
