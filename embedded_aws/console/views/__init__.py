"""Views of what is deployed, read from the control plane's memory and never changed."""
