"""Orders: placing, reading, listing and cancelling."""
