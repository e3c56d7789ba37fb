"""The rules of AWS over this repository: its sources, contracts, and the plans of its roots."""
