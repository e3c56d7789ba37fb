"""The waits of a day: first run, restart, deployments, a saved line; `make bench-run`."""
