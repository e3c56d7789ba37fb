"""One rule per module: a promise, AWS's page, and `faults(subject)`."""
