"""Say where people stand on the way to dual qualification: one person, or counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import click

from lms.cli.options import as_of_options
from lms.cli.output import CSV, JSON, TEXT, format_option, print_json, print_table
from lms.cli.running import open_site
from lms.domain.policy import SYSTEM
from lms.domain.registers import Entry
from lms.domain.standing import Standing
from lms.domain.verdicts import number
from lms.domain.workforce import APART, AWAITING, CONFIRMED, PIPELINE, Count, Tally
from lms.services.cadre import Cadre, count_cadre
from lms.services.read_progress import read_standing

COLUMNS = ("Authority", "Team", "Standing", "People", "FTE", "Paused", "Conditions", "Re-check due")


@click.command()
@click.argument("person")
@as_of_options
@format_option()
def standing(person: str, as_of: date | None, known_at: datetime | None, form: str) -> None:
    """Show whether PERSON is dual qualified, or how far on the way, and since when."""
    with open_site() as site:
        day = as_of or site.today()
        found = read_standing(site, SYSTEM, person, day, known_at)
    if form == JSON:
        print_json(_standing_data(found, day, known_at))
    else:
        click.echo("\n".join(_standing_lines(found, day)))


def _standing_lines(found: Standing, day: date) -> Iterator[str]:
    since = f" since {found.since.isoformat()}" if found.since else ""
    flags = {
        "paused": found.paused,
        "conditions": found.conditions,
        "re-check due": found.recheck_due,
    }
    said = "".join(f", {name}" for name, is_so in flags.items() if is_so)
    yield f"{found.person}: {found.stage.value}{since}{said}, as of {day.isoformat()}"
    for name, entry in (("Social Work England", found.swe), ("UKCP", found.ukcp)):
        last = f", last known day {entry.last_day.isoformat()}" if entry.last_day else ""
        yield f"  {name}: {entry.holding.value}{last}"
    for note in found.notes:
        yield f"  {note}"
    if found.award_confirmed:
        yield f"  Award confirmed on {found.award_confirmed.isoformat()}"
    if not found.in_pipeline:
        yield "  Not in pipeline counts: never on the register of Social Work England"


def _standing_data(found: Standing, as_of: date, known_at: datetime | None) -> dict[str, object]:
    return {
        "person": found.person,
        "as_of": as_of,
        "known_at": known_at,
        "standing": found.stage.value,
        "since": found.since,
        "dual_qualified": found.dual_qualified,
        "in_pipeline": found.in_pipeline,
        "paused": found.paused,
        "award_confirmed": found.award_confirmed,
        "conditions": found.conditions,
        "recheck_due": found.recheck_due,
        "good_until": found.good_until,
        "notes": found.notes,
        "registers": {"swe": _entry_data(found.swe), "ukcp": _entry_data(found.ukcp)},
    }


def _entry_data(entry: Entry) -> dict[str, object]:
    return {
        "holding": entry.holding.value,
        "since": entry.since,
        "last_day": entry.last_day,
        "conditions": entry.conditions,
        "recheck_due": entry.recheck_due,
        "record": entry.record or None,
    }


@click.command()
@click.option("--authority", default="", help="One authority and its teams.")
@click.option("--team", default="", help="One team.")
@as_of_options
@format_option(CSV)
def cadre(
    authority: str, team: str, as_of: date | None, known_at: datetime | None, form: str
) -> None:
    """Count the dual qualified and the pipeline, for the partnership, an authority or a team.

    People are counted once in each authority that employs them and once in the partnership;
    full-time equivalents stand beside. Confirmed and awaiting a re-check are shown apart.
    """
    with open_site() as site:
        found = count_cadre(site, SYSTEM, as_of, known_at, authority, team)
    if form == JSON:
        print_json(_cadre_data(found))
        return
    if form == TEXT:
        click.echo(f"As of {found.as_of.isoformat()}")
    print_table(COLUMNS, _rows(found), form)


def _rows(found: Cadre) -> Iterator[tuple[object, ...]]:
    for part in (found.whole, *found.parts):
        where = (part.authority or ("" if part.team else "all"), part.team)
        for stage in (CONFIRMED, AWAITING, *PIPELINE, *APART):
            tally = part.at(stage)
            always = part is found.whole and stage in (CONFIRMED, AWAITING)
            if tally.people or always:
                flags = (tally.paused, tally.conditions, tally.recheck_due)
                yield (*where, stage.value, tally.people, number(tally.fte), *flags)


def _cadre_data(found: Cadre) -> dict[str, object]:
    return {
        "as_of": found.as_of,
        "known_at": found.known_at,
        **_count_data(found.whole),
        "parts": [_count_data(part) for part in found.parts],
    }


def _count_data(counted: Count) -> dict[str, object]:
    return {
        "authority": counted.authority or None,
        "team": counted.team or None,
        "dual_qualified": _tally_data(counted.confirmed),
        "awaiting_recheck": _tally_data(counted.awaiting),
        "pipeline": {s.value: _tally_data(counted.at(s)) for s in PIPELINE},
        "apart": {s.value: _tally_data(counted.at(s)) for s in APART},
    }


def _tally_data(tally: Tally) -> dict[str, object]:
    return {
        "people": tally.people,
        "fte": tally.fte,
        "paused": tally.paused,
        "conditions": tally.conditions,
        "recheck_due": tally.recheck_due,
    }
