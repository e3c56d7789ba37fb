"""The portal of consumers: a static site about the merged contract, made of nothing but data."""
