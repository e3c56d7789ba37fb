"""What a fresh machine lacks, fetched into the project's own folder; `make setup` calls it."""
