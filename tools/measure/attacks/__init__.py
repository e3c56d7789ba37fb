"""Attacks on the running stack, by the numbers of OWASP's API Security Top 10 of 2023."""
