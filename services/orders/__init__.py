"""Orders: placing, reading, listing, cancelling, shipping and delivering."""
