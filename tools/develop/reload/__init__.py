"""Hot reload: serves saved changes under services and shared, without a deployment."""
