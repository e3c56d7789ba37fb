"""Models, validators, authorizers, gateway responses and documentation, by which methods live."""
