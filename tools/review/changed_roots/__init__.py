"""The roots whose plan a change can affect, each with the reason: `make changed-roots`."""
