"""Operations on a running environment that deploy nothing: logs, alarms, secrets, tables."""
