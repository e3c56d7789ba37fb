"""Authorizer: verifies a caller's token, and answers with a policy."""
