"""From sources to artifacts: deployment packages, contracts, the Python client."""
