"""A browser in plain words, so that a person can tell one place from another; no more is kept of it."""

from __future__ import annotations

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What stands in the line that a browser sends, those that also name another one first."""
MACHINES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("CrOS", "a Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
)


def in_words(sent: str) -> str:
    """``Firefox on Windows``, from the line that a browser sends about itself."""
    browser = next((name for mark, name in BROWSERS if mark in sent), "A browser")
    machine = next((name for mark, name in MACHINES if mark in sent), "")
    return f"{browser} on {machine}" if machine else browser
