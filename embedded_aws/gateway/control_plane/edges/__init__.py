"""The surroundings of APIs: domains, VPC links, client certificates, the account, tags."""
