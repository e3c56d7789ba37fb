"""Finds, before a push, the settings that the embedded AWS accepts and AWS refuses."""
