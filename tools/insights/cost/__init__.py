"""The system's cost on AWS: per million requests, per month, and without any request."""
