"""Facts about orders for tools; not part of its package."""
