"""Rules about IAM and Cognito."""
