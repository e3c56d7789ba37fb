"""What moto's control plane lacks: missing operations, a token endpoint, persistence."""
