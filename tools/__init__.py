"""What `make` calls, one package per job."""
