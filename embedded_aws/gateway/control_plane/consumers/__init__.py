"""API keys and usage plans."""
