"""The server: one process with control plane, data plane and functions."""
