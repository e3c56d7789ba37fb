"""API Gateway's control plane: what is added to moto's, and mended in it."""
