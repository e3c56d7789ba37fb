"""What methods refer to: models, validators, authorizers, gateway responses, documentation."""
