"""Amazon Cognito."""
