"""The embedded AWS: moto's control plane, the API's data plane and the functions, in one process."""
