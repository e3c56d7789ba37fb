"""Levers of a cold start, one a module: copied into packages, and run there by the entry.

`begin` is called with the package's folder before the service is imported, `end` afterwards. None
changes what the code does; a package built without one only starts later (docs/performance.md).
"""
