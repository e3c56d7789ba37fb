"""Everything that tools need to know of orders; no package carries it."""
