"""Use cases: a verb a file, one transaction each, the permission asked inside."""
