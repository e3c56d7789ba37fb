"""The embedded AWS: control plane, data plane and functions, in one process."""
