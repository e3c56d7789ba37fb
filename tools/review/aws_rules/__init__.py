"""Rules about what AWS refuses, over plans, Terraform sources and OpenAPI documents.

Nothing here knows the repository around it: a caller passes the subject to lint.
"""
