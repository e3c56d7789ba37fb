"""Questions about a running system: cost and traffic."""
