"""Answers of the gateway: refusals, cached answers, proxy responses."""
