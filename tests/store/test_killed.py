"""A process that is killed takes nothing with it that it had acknowledged."""

from __future__ import annotations

import subprocess
import sys

from sqlalchemy.orm import Session

from benchmarks.contention import open_ledger
from lms.store.verification import verify

WRITER = """
import sys
from benchmarks.contention import act, open_ledger
with open_ledger(sys.argv[1]) as ledger:
    while True:
        print(act(ledger, "writer")[0], flush=True)
"""
ENOUGH = 30


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
