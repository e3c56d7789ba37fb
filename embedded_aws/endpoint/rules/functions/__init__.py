"""Rules of Lambda."""
