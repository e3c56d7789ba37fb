"""The waits of a working day: first run, restart, deployments, a saved line; `make bench-run`."""
