"""An act is prepared over a picture of the ledger, and written only while that picture still holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from lms.builtin import CORE_RECORD_KINDS
from lms.domain.kinds_read import some_kinds
from lms.domain.records import RETRACTION, NewRecord, Subject, person
from lms.errors import Conflict, Moved, Refused
from lms.services.site import fact
from lms.store.chain import Keys
from lms.store.ledger import Ledger
from lms.store.people import Person, save_person
from lms.store.people import person as person_known
from lms.store.tables import PersonRow
from lms.store.verification import verify
from lms.store.writer import Writer

KINDS = {kind.name: kind for kind in CORE_RECORD_KINDS}
AMARA, BEN = person("amara"), person("ben")
DAY = date(2026, 1, 1)
Acting = Callable[[], "contextmanager[Writer]"]


@pytest.fixture
def ledger(engine: Engine) -> Ledger:
    return Ledger(engine, Keys("test", {"test": b"0" * 32}), lambda: KINDS)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """What a request reads with."""
    with Session(engine) as session:
        yield session


@contextmanager
def acting(ledger: Ledger, session: Session, actor: str = "planner") -> Iterator[Writer]:
    with ledger.act(session, actor, lambda writer, locked: None) as writer:
        yield writer
    session.rollback()


def employed(subject: Subject = AMARA, employer: str = "medway") -> NewRecord:
    return fact(subject, "employment", DAY, employer=employer)


def meanwhile(ledger: Ledger, new: NewRecord) -> str:
    """Somebody else records something, in the middle of an act."""
    with ledger.write("somebody else") as writer:
        return writer.append(new).id


def told(ledger: Ledger, subject: Subject = AMARA) -> list[object]:
    with Session(ledger.engine) as session:
        return [r.get("employer") for r in ledger.about(session, [subject])]


def test_what_was_prepared_is_written_at_the_end_in_order(ledger: Ledger, session: Session) -> None:
    with acting(ledger, session) as writer:
        writer.append_all([employed(), employed(BEN, "kent")])
        note = writer.document(AMARA, "A note.")
        assert told(ledger) == []
    assert note
    assert (told(ledger), told(ledger, BEN)) == (["medway"], ["kent"])
    assert verify(ledger, session).sound


def test_an_act_sees_what_it_has_appended(ledger: Ledger, session: Session) -> None:
    with acting(ledger, session) as writer:
        assert writer.about(AMARA, some_kinds("employment")).of("employment") == []
        first = writer.append(employed())
        assert writer.about(AMARA, some_kinds("employment")).of("employment") == [first]
        assert writer.about(AMARA, some_kinds("role")).of("role") == []
        writer.append(fact(AMARA, RETRACTION, DAY, replaces=first.id))
        assert list(writer.about(AMARA)) == []


def test_nothing_is_kept_of_an_act_that_fails(ledger: Ledger, session: Session) -> None:
    def fail() -> None:
        with acting(ledger, session) as writer:
            writer.append(employed())
            writer.also(lambda locked: save_person(locked, Person("amara", "Amara")))
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        fail()
    session.rollback()
    assert told(ledger) == []
    assert person_known(session, "amara") is None


def test_somebody_elses_record_goes_before_and_the_chain_holds(
    ledger: Ledger, session: Session
) -> None:
    with acting(ledger, session) as writer:
        prepared = writer.append(employed())
        meanwhile(ledger, employed(BEN, "kent"))
    with Session(ledger.engine) as later:
        (kept,) = ledger.about(later, [AMARA])
        assert kept.id == prepared.id
        assert kept.position == prepared.position + 1
        assert verify(ledger, later).sound


@pytest.mark.parametrize(
    "read",
    [
        lambda writer: writer.about(AMARA),
        lambda writer: writer.about(AMARA, some_kinds("employment", "role")),
        lambda writer: writer.ledger.of_kinds(writer.session, ["employment"]),
        lambda writer: writer.expect(AMARA, 10**6),
    ],
    ids=["of one subject", "of some kinds", "of everybody", "expected"],
)
def test_an_act_is_refused_where_what_it_read_is_older_than_the_ledger(
    ledger: Ledger, session: Session, read: Callable[[Writer], object]
) -> None:
    def late() -> None:
        with acting(ledger, session) as writer:
            read(writer)
            writer.append(employed(BEN))
            meanwhile(ledger, employed())

    with pytest.raises(Moved, match="Nothing of yours has been recorded"):
        late()
    assert told(ledger, BEN) == []


def test_another_kind_than_was_read_is_nothing_new(ledger: Ledger, session: Session) -> None:
    with acting(ledger, session) as writer:
        assert not writer.about(AMARA, some_kinds("role")).of("role")
        writer.append(employed(BEN))
        meanwhile(ledger, employed())
    assert told(ledger, BEN) == ["medway"]


def test_a_record_that_is_taken_back_meanwhile_is_something_new(
    ledger: Ledger, session: Session
) -> None:
    first = meanwhile(ledger, employed())

    def late() -> None:
        with acting(ledger, session) as writer:
            assert writer.ledger.find(writer.session, first)
            writer.append(employed(BEN))
            meanwhile(ledger, fact(AMARA, RETRACTION, DAY, replaces=first))

    with pytest.raises(Moved):
        late()


def test_two_who_correct_the_same_record_cannot_both(ledger: Ledger, session: Session) -> None:
    first = meanwhile(ledger, employed())

    def correct() -> None:
        with acting(ledger, session) as writer:
            writer.append(fact(AMARA, "employment", DAY, employer="kent", replaces=first))
            again = fact(AMARA, "employment", DAY, employer="essex", replaces=first)
            meanwhile(ledger, again)

    with pytest.raises(Moved):
        correct()
    session.rollback()
    with pytest.raises(Conflict, match="already been corrected"), acting(ledger, session) as writer:
        writer.append(fact(AMARA, "employment", DAY, employer="kent", replaces=first))
    assert told(ledger) == ["essex"]


def test_a_key_that_was_used_meanwhile_gives_the_first_answer(
    ledger: Ledger, session: Session
) -> None:
    def employ(before_the_end: Callable[[], object] = lambda: None) -> str:
        with acting(ledger, session) as writer:
            answer = writer.answer_once("key", ["employ"], lambda: writer.append(employed()).id)
            before_the_end()
        return str(answer)

    first: list[str] = []

    def asked_again() -> None:
        with ledger.write("planner") as writer:
            answer = writer.answer_once("key", ["employ"], lambda: writer.append(employed()).id)
            first.append(str(answer))

    with pytest.raises(Moved):
        employ(asked_again)
    session.rollback()
    assert [employ()] == first
    assert told(ledger) == ["medway"]


def test_tables_beside_change_in_the_same_transaction(ledger: Ledger, session: Session) -> None:
    with acting(ledger, session) as writer:
        writer.also(lambda locked: save_person(locked, Person("amara", "Amara")))
        writer.make_known("amara")
        interest = {"with": "amara"}
        writer.append(fact(BEN, "interest", DAY, **interest))
        assert session.get(PersonRow, "amara") is None
    assert person_known(session, "amara") == Person("amara", "Amara")


def test_a_change_beside_may_find_that_its_table_has_moved(
    ledger: Ledger, session: Session
) -> None:
    def refuse(locked: Session) -> None:
        raise Moved

    def late() -> None:
        with acting(ledger, session) as writer:
            writer.append(employed())
            writer.also(refuse)

    with pytest.raises(Moved):
        late()
    assert told(ledger) == []


def test_an_act_that_records_nothing_takes_no_lock(ledger: Ledger, session: Session) -> None:
    with ledger.write("somebody else"), acting(ledger, session) as writer:
        assert list(writer.about(AMARA)) == []


def test_many_are_read_at_once_and_not_asked_for_again(ledger: Ledger, session: Session) -> None:
    first = meanwhile(ledger, employed())
    jobs = some_kinds("employment", "role")
    with acting(ledger, session) as writer:
        writer.read([AMARA, BEN], jobs)
        asked: list[str] = []
        event.listen(ledger.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
        assert [r.id for r in writer.about(AMARA, jobs)] == [first]
        assert list(writer.about(BEN, some_kinds("role"))) == []
        assert asked == []
        changed = writer.append(fact(AMARA, "certificate", DAY, level="other"))
        assert [r.id for r in writer.about(AMARA, jobs)] == [first]
        assert changed in writer.about(AMARA)


def test_what_is_corrected_is_looked_for_among_its_kind_first(
    ledger: Ledger, session: Session
) -> None:
    with ledger.write("somebody else") as locked:
        certificate = locked.append(fact(AMARA, "certificate", DAY, level="other")).id

    def correct() -> None:
        with acting(ledger, session) as writer:
            writer.append(fact(AMARA, "role", DAY, role="planner", replaces=certificate))

    with pytest.raises(Refused, match="only be corrected by another"):
        correct()
