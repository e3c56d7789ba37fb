"""Authentication and authorization: tokens, scopes and principals."""
