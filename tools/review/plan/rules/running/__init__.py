"""Rules about what runs: whether it is watched, how it is released, from where it comes."""
