"""Changes of contracts: what they take from consumers, and whether someone said so."""
