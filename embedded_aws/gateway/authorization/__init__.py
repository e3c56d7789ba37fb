"""Whether a caller may call a method: IAM, user pools, Lambda authorizers, resource policies."""
