"""Checks of a request before authorization: web ACL, route, parameters, body."""
