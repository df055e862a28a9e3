"""Markdown in, programmes out, and problems a tutor can act on.

``files`` finds and loads folders, ``folder`` reads their files into a programme, ``glossary`` the
vocabulary; ``markdown`` makes pages of what people wrote; ``difference``, ``coverage`` and ``digest``
answer questions about versions.
"""
