"""The operations of the data plane, each from a request's body to an answer's."""
