"""What a request is looked at for before anybody is asked: web ACL, route, parameters, body."""
