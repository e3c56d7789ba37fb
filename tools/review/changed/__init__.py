"""The tests that a change can affect: `make test CHANGED=1`."""
