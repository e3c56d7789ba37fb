"""Every route asked by every kind of caller, and what each of them is answered."""
