"""Metric and composite alarms: their operations, evaluation, state and history."""
