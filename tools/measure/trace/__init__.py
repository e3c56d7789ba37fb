"""Traces of commands: `make up TRACE=1`, and likewise every other deployment target."""
