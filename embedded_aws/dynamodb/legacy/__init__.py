"""Parameters from before expressions, in their terms (Legacy conditional parameters)."""
