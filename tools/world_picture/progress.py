"""Progress and standing of everybody at twelve dates and two known-ats, and the counts of those dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from .site import moment_of
from .writing import Picture, laid_out

if TYPE_CHECKING:
    from lms.domain.progress import Progress
    from lms.domain.verdicts import Verdict
    from lms.services.site import Site

DAYS = (-1000, -720, -540, -400, -300, -210, -120, -60, -21, 0, 45, 200)
"""Twelve days, counted from today."""
KNOWN = {"now": None, "then": -150}
"""What is known now, and what was known so many days before today."""


def moments(today: date) -> Iterator[tuple[str, datetime | None, date]]:
    """The name of each known-at, its moment, and each day asked about."""
    for name, days in KNOWN.items():
        known = None if days is None else moment_of(today + timedelta(days=days))
        for after in DAYS:
            yield name, known, today + timedelta(days=after)


def keep_progress(site: Site, picture: Picture, today: date) -> None:
    """Everybody's verdicts whole, a file for each person, known-at and day; and all standings."""
    from lms.services.evaluation import progress_of_people, standings
    from lms.store.people import everybody

    people = sorted(one.id for one in everybody(site.session()))
    for name, known, day in moments(today):
        for who, found in progress_of_people(site, people, day, known).items():
            stages = [_stage(picture, each.progress) for each in found]
            if stages:
                picture.write(f"progress/known-{name}/{day}/{who}", "\n".join(stages))
        lines = [
            line
            for who, standing in standings(site, people, day, known).items()
            for line in laid_out(standing, who)
        ]
        picture.write(f"standing/known-{name}/{day}", "\n".join(lines))


def _stage(picture: Picture, progress: Progress) -> str:
    where = f"{progress.programme.id}/{progress.stage.id}"
    lines = [
        f"{where} outcome {progress.outcome.value}, paused {progress.paused}, "
        f"from {progress.dates.first} to {progress.dates.last}, good until {progress.good_until}",
        f"{where} enrolment {progress.enrolment.id}, cohort {progress.enrolment.cohort}",
        *(line for v in progress.verdicts for line in _verdict(picture, v, progress.person)),
    ]
    return "\n".join(lines)


def _verdict(picture: Picture, verdict: Verdict, person: str) -> Iterator[str]:
    finding, say = verdict.finding, verdict.id or verdict.kind
    yield f"{say} ({verdict.kind}, {verdict.part}) “{verdict.title}”: {verdict.outcome.value}"
    amounts = (("amount", finding.amount), ("threshold", finding.threshold))
    for name, amount in amounts:
        if amount is not None:
            yield f"{say} {name} {float(amount):g} {finding.unit}".rstrip()
    yield f"{say} reason {finding.reason} [{finding.code}]"
    if finding.warning:
        yield f"{say} warning {finding.warning}"
    if finding.stays_open:
        yield f"{say} stays open"
    if verdict.settled != verdict.outcome.settles:
        yield f"{say} settled {verdict.settled}"
    yield from _records(picture, f"{say} counted", finding.counted, person)
    yield from _records(picture, f"{say} not counted", finding.not_counted, person)
    for child in finding.children:
        yield from _verdict(picture, child, person)


def _records(picture: Picture, say: str, listed: Iterable[Any], person: str) -> Iterator[str]:
    """The records of one reason on one line, as their days."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in listed:
        kind, _, day = picture.names.steady(each.record).partition(f".{person}.")
        amount = "" if each.amount == 1 else f" ({float(each.amount):g})"
        why = f" because {each.reason} [{each.code}]" if hasattr(each, "code") else ""
        found[kind + why].append(day + amount)
    for what, days in found.items():
        yield f"{say} {what}: {', '.join(days)}"


def keep_counts(site: Site, picture: Picture, today: date) -> None:
    """The cadre's counts: the partnership, each authority and each team."""
    from lms.domain.policy import SYSTEM
    from lms.services.cadre import count_cadre
    from lms.store.people import places

    known_places = places(site.session()).values()
    authorities = sorted(place.id for place in known_places if place.within is None)
    for name, known, day in moments(today):
        lines = list(laid_out(count_cadre(site, SYSTEM, day, known)))
        for authority in authorities:
            lines += laid_out(count_cadre(site, SYSTEM, day, known, authority), authority)
        picture.write(f"counts/known-{name}/{day}", "\n".join(lines))
