"""Event sources that Lambda polls: queues, and streams of tables."""
