"""Cold starts, warm requests and sizes, beside the usual ways to write the same service."""
