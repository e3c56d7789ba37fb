"""Tables of moto as DynamoDB sees them: keys, indexes, stored items, capacity."""
