"""Hot reload: what is saved under services and shared is served, with nothing deployed."""
