"""Additions to moto and mends of it, a file or folder for each AWS service.

Each has a test that asks moto without it: when moto does it itself, the patch can go.
"""
