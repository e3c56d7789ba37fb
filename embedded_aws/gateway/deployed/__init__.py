"""A deployment as the data plane reads it from the control plane."""
