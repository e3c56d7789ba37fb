"""Load by open arrivals: steps to saturation, limits, and a soak that watches memory."""
