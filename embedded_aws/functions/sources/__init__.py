"""Event sources that Lambda polls: queues."""
