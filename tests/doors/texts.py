"""Every kind of private text in the course, each text with a word of its own by which it is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from lms.domain.policy import SYSTEM
from lms.domain.records import FieldType, Record, Subject, cohort, person
from lms.services.recording import changing, recording
from lms.store.tables import DocumentRow
from tests.doors.acts import Act
from tests.doors.conftest import Doors
from tests.doors.table import leading
from tests.doors.table.every import ACTS
from tests.doors.year import TODAY, Year

WORD = re.compile(r"\bheron\d+x\b")
TAKES_AWAY = ("take", "throw", "end", "withdraw", "fail for a major slip")
"""How the acts begin after which there is less to read."""
BOSS = {"signer": "boss", "role": "agency-supervisor"}


@dataclass(frozen=True)
class Text:
    """A private text: the record and the field that name it, the word it ends in, and its files."""

    record: Record
    field: str
    word: str
    files: tuple[str, ...] = ()

    @property
    def kind(self) -> tuple[str, str]:
        """What it is, as the kind of its record and the field: ``("log", "document")``."""
        return self.record.kind, self.field


def write_every_kind(doors: Doors) -> list[Text]:
    """Have people write whatever the acts let them write, and what is left by hand."""
    for act in sorted((*ACTS, *leading.ROWS), key=_takes_away):
        if "reason" in str((act.body, act.form)) or not _takes_away(act):
            _try(doors, act)
    _by_hand(doors.year)
    return list(_told_apart(doors))


def _takes_away(act: Act) -> bool:
    return act.name.startswith(TAKES_AWAY)


def _try(doors: Doors, act: Act) -> None:
    """Some acts shut others out, which are refused: whoever asks for a kind of text counts it."""
    door = doors.doors["api" if act.operation else "page"]
    door.do(act, act.by, act.filled(doors.year.facts))


def kinds_of_text(doors: Doors) -> set[tuple[str, str]]:
    """Every kind of text that a record can name; a verdict is worked out and written by nobody."""
    return {
        (kind.name, field.name)
        for kind in doors.site.registry.record_kinds.values()
        for field in kind.fields
        if field.type is FieldType.DOCUMENT and field.name != "verdict"
    }


def every_record(doors: Doors) -> Iterator[Record]:
    """The whole ledger, in its order."""
    position = 0
    while records := doors.site.ledger.after(doors.site.session(), position):
        yield from records
        position = records[-1].position


def _by_hand(year: Year) -> None:
    """The texts that no row of the table writes."""

    def said(about: str) -> str:
        return _said(year, person(about))

    claim = {"claim": year.site.about_me("ann").of("circumstances")[-1].id}
    refused = {**claim, "assessment": "crs.essay", "decision": "refused", "reason": said("ann")}
    year.tell("ann", "circumstances-decision", TODAY, **refused)
    case = {"case": year.site.about_me("ben").of("misconduct")[-1].id, "outcome": "no-case"}
    year.tell("ben", "misconduct-decision", TODAY, "connie", reason=said("ben"), **case)
    second = {"assessment": "crs.project", "role": "second", "marker": "theo"}
    year.tell("ben", "allocation", TODAY, reason=said("ben"), **second)
    further = {"assessment": "crs.essay", "reason": said("wes")}
    year.tell("wes", "further-attempt", TODAY, **further)
    entry = {"requirement": "crs.suited", "outcome": "accepted"}
    year.tell("quy", "entry-check", TODAY, reason=said("quy"), **entry)
    once_more = {"programme": "other", "version": "1", "admission": "other"}
    year.world.record("quy", "enrolment", TODAY, by=SYSTEM, reason=said("quy"), **once_more)
    _of_practice(year)
    _answered(year, "ann")
    _of_a_board(year, "drawn", "ned")


def _of_a_board(year: Year, where: str, name: str) -> None:
    """A meeting whose minutes name an interest, and marks released with a reason."""
    stage = {"stage": "course/year"}
    present = {"chair": "chair", "members": ("chair", "nour", "owen")}
    interests = _said(year, cohort(where))
    meeting = year.cohort_tell(where, "board-meeting", interests=interests, **stage, **present)
    year.tell(name, "board-outcome", TODAY, outcome="referred", meeting=meeting, **stage)
    reason = _said(year, cohort(where))
    year.cohort_tell(where, "release", marks="outcome", reason=reason, **stage)


def _answered(year: Year, name: str) -> None:
    """A second attempt, whose answers are to what was said of the first."""
    paper = {"assessment": "crs.paper"}
    feedback = {"overall": "Say more.", "criteria": {}, "anchored": []}
    year.hand_in(name, "paper")
    texts = {"feedback": year.text(name, feedback), "reason": _said(year, person(name))}
    year.mark(name, "paper", 30, **texts)
    more = {"document": year.text(name), "answers": year.text(name, {"overall": "I did."})}
    year.tell(name, "submission", TODAY, name, attempt=2, words=9, **paper, **more)


def _of_practice(year: Year) -> None:
    """Entries as they wait, are declined, corrected and reversed, with what was said of each."""

    def said() -> str:
        return _said(year, person("ian"))

    def entry(day: int, **more: str) -> Record:
        times = {"category": "agency", "start": "10:00", "end": "11:00", "minutes": 60}
        return year.tell("ian", "hours", date(2026, 2, day), "ian", **times, **more)

    def answered(entry: Record, decision: str = "signed", **more: str) -> dict[str, str]:
        given = {"entry": entry.id, "decision": decision, **BOSS, **more}
        year.tell("ian", "signature", TODAY, "boss", **given)
        return {"entry": entry.id}

    def correction(entry: Record, decision: str = "", **more: str) -> dict[str, str]:
        wanted = {"day": entry.on, "minutes": 50, "note": said(), "reason": said()}
        signed = answered(entry)
        asked = {"correction": year.tell("ian", "correction", TODAY, "ian", **signed, **wanted).id}
        if decision:
            answer = {**asked, "decision": decision, **BOSS, **more}
            year.tell("ian", "correction-answer", TODAY, "boss", **answer)
        return {**signed, **asked}

    entry(16, note=said())
    answered(entry(17), "declined", reason=said())
    correction(entry(18), "declined", reason=said())
    year.tell("ian", "reversal", TODAY, "boss", reason=said(), **correction(entry(19), "signed"))
    correction(entry(20))


def _said(year: Year, about: Subject) -> str:
    with recording(year.site, SYSTEM) as writer:
        return writer.document(about, {"text": "It was so."})


def _told_apart(doors: Doors) -> Iterator[Text]:
    """End each text in a word of its own; two records that name one text share it."""
    asked, numbers = kinds_of_text(doors), count(1)
    doors.site.session().rollback()
    with changing(doors.site, SYSTEM) as writer:
        for record in every_record(doors):
            for field in [f for kind, f in asked if kind == record.kind and record.get(f)]:
                row = writer.session.get_one(DocumentRow, record.get(field).partition(".")[0])
                if not WORD.search(str(row.content)):
                    row.content = _ending(row.content, f"heron{next(numbers)}x")
                files = row.content.get("files", ()) if isinstance(row.content, dict) else ()
                word = WORD.findall(str(row.content))[0]
                yield Text(record, field, word, tuple(file["id"] for file in files))


def _ending(content: Any, word: str) -> Any:
    """A text that ends in a word, whatever it is kept beside."""
    if isinstance(content, dict):
        return {k: _ending(v, word) if k != "files" else v for k, v in content.items()}
    return f"{content} {word}" if isinstance(content, str) else content


def few_of(texts: Iterable[Text]) -> list[Text]:
    """The newest text of each kind, about as few people and cohorts as will do."""
    about: dict[Subject, dict[tuple[str, str], Text]] = {}
    for text in texts:
        about.setdefault(text.record.subject, {})[text.kind] = text
    left = {kind for kinds in about.values() for kind in kinds}
    found: list[Text] = []
    while left:
        most = max(about.values(), key=lambda kinds: len(left & kinds.keys()))
        found += [most[kind] for kind in sorted(left & most.keys())]
        left -= most.keys()
    return found
