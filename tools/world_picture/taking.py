"""Taking a picture: make the world once, and ask each part of a fresh copy of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time

from .cases import keep_cases
from .pages import keep_pages
from .progress import keep_counts, keep_progress
from .reads import keep_reads
from .site import make_world, opened
from .writing import Picture

MANY, FEW = 8, 3
"""Pages of one kind that are looked at as somebody who shows a part, and as anybody else."""
EVERY = 16
"""As so few of the others the API is read: one in sixteen."""
Say = Callable[[str], object]


def take_picture(folder: Path, today: date, parts: Collection[str], say: Say) -> None:
    """Write every part asked for into the folder; says how long each took of the processor."""
    with tempfile.TemporaryDirectory(prefix="world-picture-") as home:
        instance = Path(home) / "instance"
        instance.mkdir()
        names = make_world(instance, today)
        say(f"The world of {_checkout()}: {process_time():.0f} s of the processor")
        picture = Picture(folder, names)
        for part in parts:
            began = process_time()
            count = sum(1 for _ in _part(part, instance, today, picture))
            say(f"{part}: {count} asked, {process_time() - began:.0f} s of the processor")


def _part(part: str, instance: Path, today: date, picture: Picture) -> Iterator[object]:
    if part == "cases":
        keep_cases(_checkout(), picture)
        yield part
    elif part in ("progress", "counts"):
        with opened(instance, today) as app, app.app_context():
            keep = keep_progress if part == "progress" else keep_counts
            keep(app.extensions["cadre"], picture, today)
            yield part
    elif part == "reads":
        for who in _cast():
            if who.of_one_kind == MANY or who.number % EVERY == 0:
                with opened(instance, today) as app:
                    yield keep_reads(app, picture, who.id, today)
    else:
        for who in _cast():
            with opened(instance, today) as app:
                yield keep_pages(app, picture, who.id, who.email, today, who.of_one_kind)


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of the cast, and how many pages of one kind are looked at as that person."""

    number: int
    id: str
    email: str
    of_one_kind: int


def _cast() -> Iterator[Somebody]:
    """Everybody who can sign in, and who of them shows a part; each then gets a site of their own.

    So nobody sees what another's reading left behind.
    """
    from lms.services.demo.sign_in import SIGN_INS, addresses

    parts = {each.person for each in SIGN_INS}
    for number, (who, email) in enumerate(sorted(addresses())):
        yield Somebody(number, who, email, MANY if who in parts else FEW)


def _checkout() -> Path:
    import lms

    return Path(str(lms.__file__)).resolve().parent.parent
