"""Cold starts and warm requests of our services, beside those of the usual stacks."""
