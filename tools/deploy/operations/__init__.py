"""Operations on a running environment without a deployment: logs, alarms, secrets, tables."""
