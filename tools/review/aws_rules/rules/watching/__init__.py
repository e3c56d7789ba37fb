"""Rules about alarms, dashboards, filters, queries and traces."""
