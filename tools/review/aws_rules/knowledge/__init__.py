"""AWS's own limits, grammars and schemas, in which the rules look things up."""
