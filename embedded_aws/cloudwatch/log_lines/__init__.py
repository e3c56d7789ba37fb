"""Log lines as sources of metrics: filter patterns and the embedded metric format."""
