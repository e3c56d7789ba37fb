"""The HTTP endpoint of all AWS services, and of the embedded AWS's own commands."""
