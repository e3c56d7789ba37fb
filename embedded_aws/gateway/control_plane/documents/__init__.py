"""OpenAPI documents in and out."""
