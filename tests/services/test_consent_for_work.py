"""Work that shows a recorded session is handed in under a consent in date, at every door."""

from __future__ import annotations

from datetime import date

import pytest

from lms.errors import BadInput
from lms.services.hand_in import HandedIn, hand_in
from lms.services.pieces import WORK, Written
from tests.fixtures.kinds_of_work import consent
from tests.fixtures.teaching import School

TEXT = Written({"text": "A question repeats. " * 30})


def tape(panel: School, named: str) -> str:
    handed = HandedIn(written=TEXT, statement=True, consent=named)
    me = panel.actor("amara")
    return hand_in(panel.site, me, panel.enrolment, WORK, "crs.tape", handed).record


def test_the_consent_that_was_named_is_on_record(panel: School) -> None:
    named = panel.own("consent")[0].id
    tape(panel, named)
    (work,) = panel.own("submission")
    assert work.get("consent") == named


def test_without_a_consent_nothing_is_handed_in(panel: School) -> None:
    with pytest.raises(BadInput):
        tape(panel, "")
    assert panel.own("submission") == []


def test_a_consent_that_has_ended_or_is_somebody_elses_does_not_do(panel: School) -> None:
    panel.enrol("ben")
    ended = consent(panel, "amara", "F1", date(2026, 1, 5), date(2026, 3, 1))
    for named in (ended, consent(panel, "ben", "F2"), "nothing"):
        with pytest.raises(BadInput) as fault:
            tape(panel, named)
        assert [getattr(p, "field", "") for p in fault.value.problems] == ["consent"]
    assert panel.own("submission") == []
