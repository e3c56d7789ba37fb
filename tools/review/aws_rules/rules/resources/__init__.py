"""Rules about any other resource."""
