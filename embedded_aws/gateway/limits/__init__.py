"""Usage plans, quotas and throttles."""
