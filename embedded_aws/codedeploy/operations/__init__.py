"""CodeDeploy's operations in the shape of its API."""
