"""A service from the template: new, updated, renamed, removed."""
