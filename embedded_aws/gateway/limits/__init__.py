"""Usage plans, quotas and throttles: how often a consumer may call a method."""
