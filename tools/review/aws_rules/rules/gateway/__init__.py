"""Rules about API Gateway, its authorizers, usage plans and web ACL."""
