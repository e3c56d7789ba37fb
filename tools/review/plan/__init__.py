"""Reviews Terraform plans: dangers, changed contracts, costs, and a comment that says so."""
