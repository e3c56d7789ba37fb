"""A review as a comment in Markdown, and as JSON."""
