"""Python interpreters and AWS's runtime client for them."""
