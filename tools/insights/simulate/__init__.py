"""Traffic against the configured service levels, without sending any of it."""
