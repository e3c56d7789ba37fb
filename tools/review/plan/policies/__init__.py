"""IAM policies compared statement by statement: who may do more than before."""
