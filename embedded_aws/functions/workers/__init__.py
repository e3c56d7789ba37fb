"""Worker processes: one request at a time each, under the Lambda Runtime API."""
