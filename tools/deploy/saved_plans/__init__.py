"""Plans that are kept, encrypted, until exactly they are applied."""
