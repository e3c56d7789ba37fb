"""Who is calling: tokens, scopes and principals."""
