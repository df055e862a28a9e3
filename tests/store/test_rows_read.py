"""A row of the ledger is read for as little as it can be: a page reads thousands."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import loading

from lms.domain.kinds_read import all_but
from lms.domain.records import person
from lms.services.site import Site
from lms.store.base import read_json
from lms.testing_world import World
from tests.fixtures.statements import counted

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_json_is_read_as_python_reads_it(value: Any) -> None:
    stored = json.dumps(value)
    unescaped = json.dumps(value, ensure_ascii=False).encode(errors="surrogatepass")
    assert read_json(stored) == read_json(stored.encode()) == json.loads(stored)
    assert read_json(unescaped) == value


ANSWERS = (5, 0, -1.5, True, "5", "null", None, [], {"a": [1]})


@pytest.mark.parametrize("answer", ANSWERS, ids=repr)
def test_every_kind_of_answer_comes_back_as_it_was_kept(site: Site, answer: Any) -> None:
    with site.ledger.write("system") as writer:
        assert writer.answer_once("key", "asked", lambda: answer) == answer
    site.session().rollback()
    again = site.ledger.answered(site.session(), "system", "key", "asked")
    assert (again, type(again)) == (answer, type(answer))


def test_no_record_that_is_read_is_a_mapped_row(
    site: Site, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.person("amara", "tutor")
    session = site.session()
    session.rollback()

    def mapped(*_: object) -> None:
        raise AssertionError("a row of the ledger was mapped")

    monkeypatch.setattr(loading, "instances", mapped)
    ledger, amara = site.ledger, [person("amara")]
    with counted(site) as asked:
        (role,) = ledger.about(session, amara)
        assert list(ledger.about(session, amara, kinds=all_but("hours"))) == [role]
        assert list(ledger.of_kinds(session, ["role"])) == [role] == ledger.after(session, 0)
        assert ledger.find(session, role.id) == role
    assert (len([s for s in asked if s.startswith("SELECT")]), role.on) == (5, date(2020, 1, 1))
