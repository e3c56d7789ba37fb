"""The time, memory and bytes from access-log lines to Parquet."""
