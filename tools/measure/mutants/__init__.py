"""Mutation testing of the code that keeps callers out and data whole."""
