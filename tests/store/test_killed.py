"""A process that is killed takes nothing with it that it had acknowledged."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.contention import open_ledger
from benchmarks.kills import Register, kill_writers
from lms.config import Settings
from lms.services.see_register import Day
from lms.store.tables import RecordRow, RequestRow
from lms.store.verification import verify
from lms.store.view_tables import SubjectHead
from tests.fixtures.teaching import School

WRITER = """
import sys
from benchmarks.contention import act, open_ledger
with open_ledger(sys.argv[1]) as ledger:
    while True:
        print(act(ledger, "writer")[0], flush=True)
"""
ENOUGH = 30
KILLS = 200
MONDAY = date(2026, 2, 2)


def test_what_a_killed_process_had_acknowledged_is_there(database_url: str) -> None:
    command = [sys.executable, "-c", WRITER, database_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        acknowledged = [writer.stdout.readline().strip() for _ in range(ENOUGH)]
        writer.kill()
        acknowledged += [line.strip() for line in writer.stdout if len(line.strip()) == 36]
    with open_ledger(database_url) as ledger, Session(ledger.engine) as session:
        there = {record.id for record in ledger.after(session, 0, limit=100_000)}
        assert set(acknowledged) <= there
        assert len(acknowledged) >= ENOUGH
        assert verify(ledger, session).sound


@pytest.mark.kills
def test_of_two_hundred_that_are_killed_while_they_write_nothing_is_lost_or_half_done(
    school: School, settings: Settings
) -> None:
    learners = ("amara", "ben", "chidi", "dana")
    for learner in learners[1:]:
        school.enrol(learner)
    register = Register(school.tutor.person, Day("spring", "year", 1), MONDAY, learners)
    acknowledged = kill_writers(settings, register, KILLS)
    assert len(set(acknowledged)) == len(acknowledged) >= KILLS
    ledger = school.site.ledger
    with Session(ledger.engine) as session:
        assert verify(ledger, session).sound
        kept = {row.key: row.answer for row in session.scalars(select(RequestRow))}
        records = list(session.scalars(select(RecordRow)))
        heads = {row.subject: row.position for row in session.scalars(select(SubjectHead))}
    assert set(acknowledged) <= kept.keys()
    # A key is kept with what its act wrote, so one without all of it, or the other way round, shows.
    assert sum(kept.values()) == sum(record.kind == "attendance" for record in records)
    last = {f"{r.subject_type}:{r.subject_id}": r.position for r in records}
    assert heads == last
