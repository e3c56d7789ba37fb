"""Where the time of a command goes: `make up TRACE=1`, and before every other deployment target."""
