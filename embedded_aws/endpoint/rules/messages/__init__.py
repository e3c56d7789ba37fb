"""Rules of SQS, SNS and EventBridge."""
