"""The answer to every kind of caller on every route."""
