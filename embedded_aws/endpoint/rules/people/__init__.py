"""Rules of Cognito."""
