"""Integrations with AWS services: their requests, permissions and forms of a call."""
