"""Contracts: generates OpenAPI from declared routes, and the variant that API Gateway imports."""
