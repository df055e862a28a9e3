"""The requirement kinds that core ships, one idea a file."""
