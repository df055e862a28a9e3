"""Secrets that a site's own folder keeps: the demo makes them there on its first run."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

FILE = "keys.env"


def kept_keys(instance: Path) -> Mapping[str, str]:
    """The settings that the folder keeps, by the names of the environment; none where it has none."""
    path = instance / FILE
    if not path.is_file():
        return {}
    lines = (line.partition("=") for line in path.read_text("utf-8").splitlines())
    return {name.strip(): value.strip() for name, _, value in lines if value.strip()}


def make_keys(instance: Path) -> Mapping[str, str]:
    """Draw a secret key and a ledger key, and keep them where only the owner of the folder reads."""
    instance.mkdir(parents=True, exist_ok=True)
    made = {
        "LMS_SECRET_KEY": secrets.token_hex(32),
        "LMS_LEDGER_KEYS": f"first:{secrets.token_hex(32)}",
    }
    text = "".join(f"{name}={value}\n" for name, value in made.items())
    with os.fdopen(
        os.open(instance / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
    ) as file:
        file.write(text)
    return made
