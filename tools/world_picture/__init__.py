"""A picture of the example world as text files, and the difference between two such pictures."""
