"""Whoever is shown another's private text, at whatever address, is on record as its reader.

Somebody with every role at once opens every address that a role may open; each at which a text
shows is then opened by one of each role. An act that shows its form again is tried in
``tests/web/test_readings.py``.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from lms.store.tables import ReadAuditRow
from tests.doors.acts import STAFF
from tests.doors.conftest import Doors
from tests.doors.places import Place, Places
from tests.doors.texts import WORD, Text, few_of, kinds_of_text, write_every_kind
from tests.doors.year import ROLES

EVERY_ROLE = "pia"
OFFICES = ("planner", "operator", "data-protection-officer")
BY_LINK = "signer:boss"
"""How the read audit names whoever reads by the link in a mail."""
ABOUT_NOBODY = {
    ("accreditation", "reason"): "why a cohort is accredited or not, for whoever leads",
    ("intake", "reason"): "why a programme is closed to new learners, for whoever leads",
    ("publication", "note"): "what is new in a version, for whoever reads the curriculum",
}
"""Texts about no person and no person's work: whoever may see them reads nothing private."""
SHOWN_TO_NOBODY_ELSE = {
    *(("allocation", "reason"), ("cohort-move", "reason"), ("correction-answer", "reason")),
    *(("enrolment", "reason"), ("further-attempt", "reason"), ("interest", "reason")),
    *(("interruption", "reason"), ("objection-decision", "reason"), ("release", "reason")),
    *(("retraction", "reason"), ("reversal", "reason"), ("script-asked-for", "reason")),
    *(("signature", "reason"), ("withdrawal", "reason")),
}
"""Texts that no address shows to anybody but their author and whom they are about. Whoever builds a
page that does takes the kind off this list, and notes the reading."""


class Reader:
    """Opens addresses, and keeps what showed and which of it was not noted."""

    def __init__(self, doors: Doors, texts: Iterable[Text]) -> None:
        self._doors, self._texts = doors, list(texts)
        self.shown: set[tuple[str, str]] = set()
        self.unnoted: list[str] = []
        self._last = self._newest()

    def open(self, who: str, places: Iterable[Place], noted_as: str = "") -> list[Place]:
        """Open addresses as somebody; gives those that showed a text."""
        return [place for place in places if self._shows(who, place, noted_as or who)]

    def _shows(self, who: str, place: Place, reader: str) -> bool:
        door = self._doors.doors["api" if place.path.startswith("/api/") else "page"]
        answer = door.get(place.path, who)  # type: ignore[attr-defined]
        words = set(WORD.findall(answer.text))
        if answer.status_code == 200 and any(f in place.path for f in place.text.files):
            words.add(place.text.word)
        read = self._read_now(reader)
        for word in words:
            self._look(word, reader, read, place)
        return bool(words)

    def _look(self, word: str, reader: str, read: set[str], place: Place) -> None:
        texts = [text for text in self._texts if text.word == word]
        own = [t for t in texts if reader in (t.record.recorded_by, t.record.subject.id)]
        if own or texts[0].kind in ABOUT_NOBODY:
            return
        self.shown |= {text.kind for text in texts}
        if not any(read & self._noted_as(text) for text in texts):
            self.unnoted.append(f"{texts[0].kind} to {reader} at {place.path}")

    def _noted_as(self, text: Text) -> set[str]:
        """The records whose reading is that of a text: its own, and what it is an answer to; marks
        go with the work."""
        record = text.record
        work = {
            t.record.id
            for t in self._texts
            if t.kind == ("submission", "document") and t.record.subject == record.subject
            if t.record.get("assessment") == record.get("assessment")
        }
        return {record.id, *work, *(v for v in record.payload.values() if isinstance(v, str))}

    def _read_now(self, reader: str) -> set[str]:
        """The records noted as read by somebody since the last look."""
        session = self._doors.site.session()
        session.rollback()
        rows = list(session.scalars(select(ReadAuditRow).where(ReadAuditRow.id > self._last)))
        self._last = max([self._last, *(row.id for row in rows)])
        return {row.record for row in rows if row.reader == reader}

    def _newest(self) -> int:
        return self._doors.site.session().scalar(select(func.max(ReadAuditRow.id))) or 0


def test_whoever_is_shown_a_text_of_somebody_elses_is_on_record_as_its_reader(doors: Doors) -> None:
    with doors.undone():
        texts = write_every_kind(doors)
        assert kinds_of_text(doors) - {t.kind for t in texts} == ABOUT_NOBODY.keys() - {
            t.kind for t in texts
        }
        doors.year.world.person(EVERY_ROLE)
        for role in (*ROLES, *OFFICES):
            doors.year.world.role(EVERY_ROLE, role)
        reader = Reader(doors, texts)
        places = Places(doors, few_of(texts))
        reader.open("", places.by_link(), BY_LINK)
        telling = reader.open(EVERY_ROLE, places.by_role())
        for who in STAFF:
            reader.open(who, telling)
    assert reader.unnoted == []
    every = {t.kind for t in texts} - ABOUT_NOBODY.keys()
    assert every - reader.shown == SHOWN_TO_NOBODY_ELSE
