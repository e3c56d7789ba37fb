"""The rules of plan reviews, measured: planted dangers that they find, and harmless changes."""
