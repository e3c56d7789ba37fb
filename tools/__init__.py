"""The commands behind `make`, in rooms by the question that they answer."""
