"""HTTP in front of the data plane: addresses in, answers out."""
