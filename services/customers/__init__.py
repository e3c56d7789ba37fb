"""Customers: profiles, and an audit trail of everyone who read or changed them."""
