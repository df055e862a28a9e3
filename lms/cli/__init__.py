"""The `lms` command: one file per group of commands."""
