"""The steps by which the core tables came to be."""
