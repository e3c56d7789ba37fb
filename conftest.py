"""Makes the end-to-end tests' stack known to all tests, in `tests/` and in services' folders."""

pytest_plugins = ["tests.e2e.harness.plugin"]
