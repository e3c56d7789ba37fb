"""The priced resources that an environment has, read from Terraform's sources."""
