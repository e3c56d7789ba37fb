"""The query language of Logs Insights (CloudWatch Logs user guide, "Logs Insights QL")."""
