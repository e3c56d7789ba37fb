"""Customers: profiles that their owners keep, and who looked at them."""
