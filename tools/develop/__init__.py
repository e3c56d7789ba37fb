"""The development loop: saved changes are served at once."""
