"""Makes the end-to-end tests' stack known to all tests, in `tests/` and in services' folders."""

import os

from tests.harness import service_models

pytest_plugins = ["tests.e2e.harness.plugin"]
service_models.remember()


def pytest_xdist_auto_num_workers() -> int:
    """Half as many workers again as there are cores: half of the tests wait for other programs."""
    return (os.process_cpu_count() or 1) * 3 // 2
