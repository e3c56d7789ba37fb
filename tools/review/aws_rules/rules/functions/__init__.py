"""Rules about Lambda and CodeDeploy."""
