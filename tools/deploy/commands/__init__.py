"""The jobs of `python -m tools.deploy`, a function each."""
