"""Markdown in, programmes out, and problems a tutor can act on."""
