"""The steps of `make proof`, and the tables that they leave in the documentation."""
