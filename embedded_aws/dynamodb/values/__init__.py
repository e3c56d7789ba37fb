"""Attribute values: `{"S": "text"}` as in requests, with numbers in their canonical form."""
