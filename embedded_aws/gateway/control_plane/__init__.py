"""API Gateway's control plane: additions and corrections to moto's."""
