"""Contracts: from declared routes to OpenAPI, and from OpenAPI to what API Gateway imports."""
