"""The one password of everybody in the example world."""

PASSWORD = "everybody-here-is-invented"  # noqa: S105 - printed on purpose: it guards nothing real
"""It is refused on a site where anybody is real."""
