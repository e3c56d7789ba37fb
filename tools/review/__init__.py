"""Reviews of a change: contracts, plans, access, conformance."""
