"""API Gateway's REST protocol, driven by botocore's description of the service."""
