"""What the embedded AWS lets pass and AWS refuses, found before a push."""
