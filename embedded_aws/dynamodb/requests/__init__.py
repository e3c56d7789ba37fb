"""A request's parameters: their JSON types and constraints, and its expressions."""
