"""The typed Python client, generated from the public contract."""
