"""moto's state: who may change it when, and how it is kept on disk."""
