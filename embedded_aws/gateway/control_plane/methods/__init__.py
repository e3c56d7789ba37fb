"""Methods of resources, their integrations and their responses."""
