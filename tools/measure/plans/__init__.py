"""The time of plans beside any number of services."""
