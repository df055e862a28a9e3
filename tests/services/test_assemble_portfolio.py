"""A portfolio assembled from one's own records, into a draft, and never from the own family's."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.records import person
from lms.errors import BadInput, Conflict, NotFound, NotPermitted
from lms.services.answer_log import answer_log
from lms.services.assemble_portfolio import assemble_portfolio
from lms.services.drafts import read_draft
from lms.services.enrolments import learning
from lms.services.hand_in import HandedIn, hand_in
from lms.services.logs_with_work import logs_with_work
from lms.services.pieces import WORK
from lms.services.portfolio_material import Material, portfolio_material
from lms.services.receipts import read_receipt
from lms.services.recording import recording
from lms.services.site import fact
from tests.fixtures.kinds_of_work import files as kinds_of_work
from tests.fixtures.teaching import School

ITEM = "crs.portfolio"


def material(panel: School) -> tuple[Material, ...]:
    panel.site.session().rollback()
    return portfolio_material(panel.site, panel.actor("amara"), panel.enrolment, ITEM)[1]


def named(panel: School, *sorts: str) -> list[str]:
    return [m.id for m in material(panel) if m.sort in sorts]


def assemble(panel: School, chosen: list[str], seen: int | None = None) -> str:
    me = panel.actor("amara")
    draft = assemble_portfolio(panel.site, me, panel.enrolment, ITEM, chosen, seen)
    return draft.written.texts["text"]


def accepted_log(panel: School, text: str = "We met a pattern.") -> str:
    log = panel.log(text)
    answer_log(panel.site, panel.tutor, log, "accepted", "Thank you.")
    return log


def test_nothing_on_record_gives_nothing_to_choose(panel: School) -> None:
    assert material(panel) == ()


def test_accepted_logs_go_in_and_others_do_not(panel: School) -> None:
    panel.log("Not answered yet.")
    log = accepted_log(panel)
    (one,) = material(panel)
    assert one.id == f"log:{log}"
    code = read_receipt(panel.site, panel.actor("amara"), panel.enrolment, log).code
    text = assemble(panel, [one.id])
    assert (
        f"Evidence begins: Reflective log “A day's log”, 2 March 2026, accepted; receipt {code}"
        in text
    )
    assert "**What happened**\n\nWe met a pattern." in text
    assert "Not answered yet." not in text
    assert text.endswith("## Commentary\n\n### Account\n")


def test_own_family_work_is_never_offered(panel: School) -> None:
    essay = panel.work()
    panel.work("My mother's mother.", item="crs.own")
    assert [m.id for m in material(panel)] == [f"submission:{essay}"]


def test_own_family_work_is_not_set_in_even_if_its_id_is_known(panel: School) -> None:
    own = panel.work("My mother's mother.", item="crs.own")
    with pytest.raises(BadInput):
        assemble(panel, [f"submission:{own}"])


def test_hours_reports_and_attendance_go_in_as_totals_and_outcomes(panel: School) -> None:
    world, at = panel.world, panel.enrolment
    panel.late_signature()
    form = {"employer": "medway", "supervisor": "jo", "roles": ("agency-supervisor",)}
    world.record("amara", "agency-form", date(2026, 2, 16), enrolment=at, **form)
    hours = {"category": "agency", "minutes": 90}
    entry = world.record("amara", "hours", date(2026, 2, 17), enrolment=at, **hours)
    signed = {"entry": entry.id, "signer": "jo", "role": "agency-supervisor"}
    world.record("amara", "signature", date(2026, 2, 20), enrolment=at, **signed)
    world.record("amara", "hours", date(2026, 2, 18), enrolment=at, category="agency", minutes=600)
    with recording(panel.site, panel.tutor) as writer:
        said = {"report": "live-supervision", "outcome": "satisfactory", "by": "jo"}
        writer.append(fact(person("amara"), "report", date(2026, 2, 25), enrolment=at, **said))
    world.record(
        "amara",
        "attendance",
        date(2026, 2, 2),
        enrolment=at,
        register="taught",
        stage="course/year",
        day=1,
        half="am",
        present=True,
    )
    titles = {m.id.partition(":")[0]: m.extract.title for m in material(panel)}
    assert "signed by: agency supervisor" in titles["hours"]
    assert "10:00" not in titles["hours"]
    assert titles["report"] == "Report (live supervision) by Jo, 25 February 2026: satisfactory"
    assert titles["attendance"].endswith("present in 1 of 1 recorded half-days")


def test_only_ones_own_words_are_counted_when_it_is_handed_in(panel: School) -> None:
    accepted_log(panel, "Many words in a log that nobody counts here.")
    text = assemble(panel, named(panel, "Reflective logs"))
    me = panel.actor("amara")
    draft = read_draft(panel.site, me, panel.enrolment, WORK, ITEM)
    assert draft.written.words == 3  # the three headings
    assert "nobody counts" in text


def test_what_stands_in_the_draft_is_kept_and_a_newer_draft_is_not_overwritten(
    panel: School,
) -> None:
    accepted_log(panel)
    chosen = named(panel, "Reflective logs")
    first = assemble(panel, chosen, seen=0)
    assert assemble(panel, chosen) == first
    with pytest.raises(Conflict):
        assemble(panel, chosen, seen=0)


def test_nothing_or_something_unknown_is_refused(panel: School) -> None:
    for chosen in ([], ["log:nothing"]):
        with pytest.raises(BadInput):
            assemble(panel, chosen)


def test_other_work_is_not_assembled_and_other_people_assemble_nothing(panel: School) -> None:
    with pytest.raises(NotFound):
        portfolio_material(panel.site, panel.actor("amara"), panel.enrolment, "crs.essay")
    with pytest.raises(NotPermitted):
        portfolio_material(panel.site, panel.tutor, panel.enrolment, ITEM)


def test_the_same_records_always_give_the_same_text(panel: School) -> None:
    accepted_log(panel)
    panel.work()
    first = [(m.id, m.extract) for m in material(panel)]
    assert first == [(m.id, m.extract) for m in material(panel)]


def test_an_essay_goes_with_a_list_of_the_accepted_logs_and_not_their_texts(panel: School) -> None:
    panel.log("Waiting.")
    accepted_log(panel, "On the stairs.")
    of = learning(panel.site, panel.tutor, panel.enrolment, "read-progress")
    stage = panel.programme.stages[0]
    essay, viva = stage.assessment("crs.essay"), stage.assessment("crs.viva")
    assert essay is not None
    assert viva is not None
    (log,) = logs_with_work(of, essay)
    assert (log.title, log.on, log.words > 0) == ("A day's log", date(2026, 3, 2), True)
    assert "stairs" not in repr(log)
    assert logs_with_work(of, viva) == ()


def test_it_is_handed_in_like_any_other_work(panel: School) -> None:
    accepted_log(panel)
    assemble(panel, named(panel, "Reflective logs"))
    me = panel.actor("amara")
    draft = read_draft(panel.site, me, panel.enrolment, WORK, ITEM)
    handed = HandedIn(revision=draft.revision, statement=True)
    receipt = hand_in(panel.site, me, panel.enrolment, WORK, ITEM, handed)
    assert receipt.words == 3


def test_notes_of_the_versions_plugins_go_in_and_those_of_others_do_not(panel: School) -> None:
    files = dict(kinds_of_work())
    named = files["programme.md"].replace("plugins: []", "plugins: [lms_leadership]")
    files["programme.md"] = named.replace('"2026.1"', '"2026.2"')
    panel.publish(files)
    panel.world.person("ben")
    enrolment = panel.world.enrolment("ben", "course", "spring", date(2026, 1, 5))
    for day, on in ((2, date(2026, 2, 3)), (1, date(2026, 2, 2))):
        panel.world.record("ben", "reading-note", on, enrolment=enrolment, day=day)
    panel.world.record("amara", "reading-note", date(2026, 2, 2), enrolment=panel.enrolment, day=1)
    panel.site.session().rollback()
    _, (one,) = portfolio_material(panel.site, panel.actor("ben"), enrolment, ITEM)
    assert one.extract.title == "Reading note, 2 on record"
    assert one.extract.text == "- 2 February 2026, day 1\n- 3 February 2026, day 2"
    assert material(panel) == ()
