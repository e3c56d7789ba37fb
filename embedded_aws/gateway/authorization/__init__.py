"""Authorization of callers: IAM, user pools, Lambda authorizers, resource policies."""
