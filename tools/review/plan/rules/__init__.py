"""The rules, one module a family: each turns a plan into dangers, and knows nothing else."""
