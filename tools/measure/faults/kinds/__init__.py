"""The kinds of faults: each breaks something while a block runs, and nothing afterwards."""
