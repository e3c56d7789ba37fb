"""Rules about who reaches what: permissions, doors, callers, and how much they may send."""
