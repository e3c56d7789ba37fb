"""The commands behind `make`, one package per job."""
