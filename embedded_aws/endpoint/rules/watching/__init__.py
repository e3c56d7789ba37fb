"""Rules of CloudWatch, CloudWatch Logs and Application Auto Scaling."""
