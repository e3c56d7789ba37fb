"""AWS's own limits, grammars and schemas, which the rules look things up in."""
