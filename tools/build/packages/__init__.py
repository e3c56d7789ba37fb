"""Deployment packages of services: the same bytes wherever they are built."""
