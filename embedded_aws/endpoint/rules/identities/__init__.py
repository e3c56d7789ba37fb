"""Rules of IAM and STS."""
