"""What AWS refuses, as rules over plans, Terraform sources and OpenAPI documents.

Nothing here knows the repository around it: a caller hands over what is to be linted.
"""
