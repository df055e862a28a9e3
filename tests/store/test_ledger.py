"""The ledger keeps every fact, in one order, and says so when anything was touched."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from lms.builtin import CORE_RECORD_KINDS
from lms.domain.records import RETRACTION, NewRecord, Subject, person
from lms.errors import BadInput, Conflict, Refused
from lms.services.site import fact
from lms.store.base import prepare, read_json, writing_session
from lms.store.chain import GENESIS, Keys
from lms.store.documents import content_of
from lms.store.ledger import Ledger
from lms.store.tables import DocumentRow, RecordRow, RequestRow
from lms.store.verification import verify, walk_chain

KINDS = {kind.name: kind for kind in CORE_RECORD_KINDS}
OLD = {"old": b"0" * 32}
NEW = {"new": b"1" * 32}
AMARA = person("amara")
FIRST = datetime(2026, 3, 1, 9, tzinfo=UTC)


class Clock:
    """A clock that tests move by hand."""

    def __init__(self) -> None:
        self.time = FIRST

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(engine: Engine, clock: Clock) -> Ledger:
    return Ledger(engine, Keys("old", OLD), lambda: KINDS, clock)


def employed(employer: str = "medway", **more: object) -> NewRecord:
    return fact(AMARA, "employment", date(2026, 1, 1), employer=employer, **more)


def test_a_fact_comes_back_as_it_was_written(ledger: Ledger) -> None:
    with ledger.write("planner") as writer:
        written = writer.append(employed(fte="0.5", team="pod-1"))
    with Session(ledger.engine) as session:
        (read,) = ledger.about(session, [AMARA])
    assert read == written
    assert (read.position, read.recorded, read.recorded_by) == (1, FIRST, "planner")
    assert dict(read.payload) == {"employer": "medway", "team": "pod-1", "fte": "0.5"}


def test_days_in_a_payload_stay_days(ledger: Ledger) -> None:
    check = fact(
        AMARA,
        "registration",
        date(2025, 12, 1),
        until=date(2026, 11, 30),
        register="swe",
        checked=date(2026, 1, 5),
    )
    with ledger.write("planner") as writer:
        writer.append(check)
    with Session(ledger.engine) as session:
        (read,) = ledger.about(session, [AMARA])
    assert read.get("checked") == date(2026, 1, 5)


def test_nothing_of_a_transaction_that_fails_is_kept(ledger: Ledger) -> None:
    def write_then_fail() -> None:
        with ledger.write("planner") as writer:
            writer.append(employed())
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        write_then_fail()
    with Session(ledger.engine) as session:
        assert len(ledger.about(session, [AMARA])) == 0
        assert ledger.head(session) == (0, GENESIS)


def test_only_the_ledgers_own_transaction_can_write(ledger: Ledger) -> None:
    with Session(ledger.engine) as session, pytest.raises(DBAPIError):
        session.execute(text("DELETE FROM record"))


def test_a_correction_takes_the_place_of_what_it_corrects(ledger: Ledger, clock: Clock) -> None:
    with ledger.write("planner") as writer:
        wrong = writer.append(employed("medway"))
    clock.time += timedelta(days=1)
    with ledger.write("planner") as writer:
        writer.append(NewRecord(**_replacing(employed("kent"), wrong.id)))
    with Session(ledger.engine) as session:
        now = ledger.about(session, [AMARA])
        then = ledger.about(session, [AMARA], known_at=FIRST)
    assert [r.get("employer") for r in now] == ["kent"]
    assert [r.get("employer") for r in then] == ["medway"]


def _replacing(new: NewRecord, identity: str) -> dict[str, object]:
    return {
        "subject": new.subject,
        "kind": new.kind,
        "first": new.first,
        "last": new.last,
        "payload": new.payload,
        "replaces": identity,
    }


def test_a_fact_is_corrected_once_only(ledger: Ledger) -> None:
    with ledger.write("planner") as writer:
        wrong = writer.append(employed())
        writer.append(NewRecord(**_replacing(employed("kent"), wrong.id)))
    with pytest.raises(Conflict), ledger.write("planner") as writer:
        writer.append(NewRecord(**_replacing(employed("essex"), wrong.id)))


def test_a_correction_is_of_the_same_kind(ledger: Ledger) -> None:
    with ledger.write("planner") as writer:
        wrong = writer.append(employed())
    other = fact(AMARA, "employment-end", date(2026, 2, 1), employer="medway", replaces=wrong.id)
    with pytest.raises(Refused) as refused, ledger.write("planner") as writer:
        writer.append(other)
    assert refused.value.refusal.code == "wrong-kind"


def test_a_retraction_takes_a_fact_back_and_leaves_it_on_record(ledger: Ledger) -> None:
    with ledger.write("planner") as writer:
        wrong = writer.append(employed())
        writer.append(fact(AMARA, RETRACTION, date(2026, 2, 1), replaces=wrong.id))
    with Session(ledger.engine) as session:
        assert len(ledger.about(session, [AMARA])) == 0
        assert ledger.find(session, wrong.id) is not None


def test_fields_that_do_not_fit_are_all_named_at_once(ledger: Ledger) -> None:
    wrong = fact(AMARA, "registration", date(2026, 1, 1), regster="swe", checked="soon")
    with pytest.raises(BadInput) as refused, ledger.write("planner") as writer:
        writer.append(wrong)
    said = " | ".join(map(str, refused.value.problems))
    assert 'did you mean "register"' in said
    assert "register: is needed" in said
    assert "checked: needs a date" in said


def test_recorded_times_never_go_back_though_the_clock_does(ledger: Ledger, clock: Clock) -> None:
    with ledger.write("planner") as writer:
        writer.append(employed())
    clock.time -= timedelta(hours=1)
    with ledger.write("planner") as writer:
        later = writer.append(employed("kent"))
    assert later.recorded == FIRST


def test_asking_twice_with_one_key_gives_the_first_answer(ledger: Ledger) -> None:
    def ask() -> object:
        with ledger.write("amara") as writer:
            return writer.answer_once("key", {"x": 1}, lambda: writer.append(employed()).id)

    assert ask() == ask()
    with Session(ledger.engine) as session:
        assert len(ledger.about(session, [AMARA])) == 1


def test_one_key_for_two_requests_is_a_conflict(ledger: Ledger) -> None:
    with ledger.write("amara") as writer:
        writer.answer_once("key", {"x": 1}, lambda: "first")
    with pytest.raises(Conflict), ledger.write("amara") as writer:
        writer.answer_once("key", {"x": 2}, lambda: "second")


@pytest.mark.parametrize("answer", [6, 0, 2.5, True, {"record": "a"}, [1], "six"])
def test_a_key_gives_the_first_answer_again_whatever_it_was(
    ledger: Ledger, database_url: str, answer: object
) -> None:
    engine = create_engine(database_url, json_deserializer=read_json)  # as the site's
    prepare(engine)
    as_served = replace(ledger, engine=engine)
    for _ in range(2):
        with as_served.write("amara") as writer:
            assert writer.answer_once("key", ["act"], lambda: answer) == answer
    engine.dispose()


def test_a_key_kept_in_the_first_form_gives_its_answer_and_that_to_no_other_request(
    ledger: Ledger, engine: Engine
) -> None:
    wanted = Subject("person", "ben")
    digest = sha256(json.dumps(["act", repr(wanted)]).encode()).hexdigest()
    with writing_session(engine) as session, session.begin():
        kept = RequestRow(key="key", actor="amara", digest=digest, answer="first", made=FIRST)
        session.add(kept)
    with ledger.write("amara") as writer:
        assert writer.answer_once("key", ["act", wanted], lambda: "second") == "first"
        with pytest.raises(Conflict):
            writer.answer_once("key", ["act", AMARA], lambda: "second")


def test_a_decision_on_something_that_moved_is_a_conflict_that_shows_it(ledger: Ledger) -> None:
    with ledger.write("planner") as writer:
        seen = writer.append(employed()).position
        newer = writer.append(employed("kent"))
    with pytest.raises(Conflict) as conflict, ledger.write("planner") as writer:
        writer.expect(AMARA, seen)
    assert conflict.value.newer == [newer]
    with ledger.write("planner") as writer:
        writer.expect(AMARA, newer.position)


def test_a_whole_ledger_verifies(ledger: Ledger) -> None:
    with ledger.write("planner") as writer:
        for number in range(20):
            writer.append(employed(f"authority-{number}"))
    with Session(ledger.engine) as session:
        found = verify(ledger, session)
        assert (found.sound, found.records, found.head) == (True, 20, ledger.head(session))


def test_a_key_that_was_retired_still_verifies_and_an_unknown_one_does_not(
    ledger: Ledger, engine: Engine
) -> None:
    with ledger.write("planner") as writer:
        writer.append(employed())
    rotated = Ledger(engine, Keys("new", NEW | OLD), lambda: KINDS, ledger.clock)
    with rotated.write("planner") as writer:
        writer.append(employed("kent"))
    with Session(engine) as session:
        assert verify(rotated, session).sound
        without = Ledger(engine, Keys("new", NEW), lambda: KINDS, ledger.clock)
        assert '"old"' in verify(without, session).problem


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE record SET recorded_by = 'somebody' WHERE position = 3",
        "UPDATE record SET kind = 'role' WHERE position = 3",
        "UPDATE record SET first = '2020-01-01' WHERE position = 3",
        "DELETE FROM record WHERE position = 3",
        "UPDATE record SET hash = (SELECT hash FROM record WHERE position = 2) WHERE position = 3",
    ],
)
def test_any_change_behind_the_ledgers_back_is_found(ledger: Ledger, tampering: str) -> None:
    with ledger.write("planner") as writer:
        for number in range(5):
            writer.append(employed(f"authority-{number}"))
    with writing_session(ledger.engine) as session:
        session.execute(text(tampering))
        session.commit()
    with Session(ledger.engine) as session:
        found = verify(ledger, session)
    assert not found.sound
    assert found.records == 2


def test_a_tail_that_was_cut_off_is_found_by_the_exported_head(ledger: Ledger) -> None:
    with ledger.write("planner") as writer:
        writer.append(employed())
        writer.append(employed("kent"))
    with Session(ledger.engine) as session:
        exported = ledger.head(session)
    with writing_session(ledger.engine) as session:
        session.execute(text("DELETE FROM record WHERE position = 2"))
        session.commit()
    with Session(ledger.engine) as session:
        assert verify(ledger, session).sound
        assert "record 2" in verify(ledger, session, exported).problem


def _log_with_text(ledger: Ledger) -> str:
    with ledger.write("amara") as writer:
        named = writer.document(AMARA, {"what": "the family's own words"})
        writer.append(
            fact(AMARA, "log", date(2026, 2, 1), template="fnd.log.gibbs", document=named)
        )
    return named


def test_a_text_that_was_changed_is_found(ledger: Ledger) -> None:
    identity = _log_with_text(ledger).partition(".")[0]
    with writing_session(ledger.engine) as session:
        row = session.get(DocumentRow, identity)
        assert row is not None
        row.content = {"what": "other words"}
        session.commit()
    with Session(ledger.engine) as session:
        assert "document" in verify(ledger, session).problem


def test_a_text_that_is_missing_is_a_fault_while_no_erasure_is_on_record(ledger: Ledger) -> None:
    named = _log_with_text(ledger)
    with Session(ledger.engine) as session:
        assert content_of(session, named) == {"what": "the family's own words"}
    with writing_session(ledger.engine) as session:
        session.delete(session.get(DocumentRow, named.partition(".")[0]))
        session.commit()
    with Session(ledger.engine) as session:
        assert content_of(session, named) is None
        assert "missing, and no erasure" in verify(ledger, session).problem
        assert walk_chain(ledger, session).sound


def test_equal_texts_of_two_people_have_different_seals(ledger: Ledger) -> None:
    with ledger.write("amara") as writer:
        one = writer.document(AMARA, {"same": "words"})
        two = writer.document(person("ben"), {"same": "words"})
    assert one.partition(".")[2] != two.partition(".")[2]


def test_the_text_itself_is_not_in_the_record(ledger: Ledger) -> None:
    _log_with_text(ledger)
    with Session(ledger.engine) as session:
        (row,) = session.query(RecordRow).all()
        assert "family" not in str(row.payload)
