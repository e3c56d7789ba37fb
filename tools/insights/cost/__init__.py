"""What the system costs on AWS: per million requests, per month, and while nobody calls."""
