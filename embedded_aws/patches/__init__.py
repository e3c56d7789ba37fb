"""Additions and corrections to moto, a file or folder per AWS service.

Each has a test that calls moto without it: when moto does it itself, the patch can go.
"""
