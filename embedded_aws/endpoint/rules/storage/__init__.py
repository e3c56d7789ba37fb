"""Rules of S3 and DynamoDB."""
