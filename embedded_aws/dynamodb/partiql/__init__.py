"""PartiQL: statements read and written over the same tables as DynamoDB's other operations."""
