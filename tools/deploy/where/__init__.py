"""Where a deployment goes: an environment, one region of it, and the AWS that it is in."""
