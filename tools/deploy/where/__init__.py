"""The target of a deployment: an environment, one of its regions, and its AWS."""
