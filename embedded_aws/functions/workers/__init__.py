"""Worker processes for functions: one request at a time each, over the Lambda Runtime API."""
