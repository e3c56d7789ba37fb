"""The daily loop: saved changes, served at once."""
