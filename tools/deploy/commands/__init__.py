"""The jobs of `python -m tools.deploy`, one function each."""
