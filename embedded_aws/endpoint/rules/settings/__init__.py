"""Rules of KMS, Secrets Manager, Systems Manager and Route 53."""
