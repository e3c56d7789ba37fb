"""Deployment: from the working tree to a live environment, in the cloud or on this machine."""
