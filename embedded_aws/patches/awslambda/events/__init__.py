"""Events of AWS Lambda: their sources, and the targets of results."""
