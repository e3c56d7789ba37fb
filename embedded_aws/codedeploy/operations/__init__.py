"""CodeDeploy's operations in the form of its API."""
