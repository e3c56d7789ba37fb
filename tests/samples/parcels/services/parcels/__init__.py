"""Parcels: a service as small as one can be, for the tests of tools."""
