"""REST APIs and their resources."""
