"""Code that every service needs and no service owns."""
