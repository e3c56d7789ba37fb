"""What stands around APIs: domains, VPC links, client certificates, the account, tags."""
