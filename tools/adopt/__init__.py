"""How a team makes this repository its own: new services, its names, its machine."""
