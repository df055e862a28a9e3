"""A moderator draws by rule, reads, and decides once about the whole set; single marks stay as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lms.domain.assessment.moderation import State
from lms.domain.policy import SYSTEM
from lms.domain.records import RETRACTION, cohort, person
from lms.errors import BadInput, NotFound, NotPermitted, Refused
from lms.services.draw_sample import draw_sample
from lms.services.list_sets import list_back_again, list_sets
from lms.services.mark_work import Marking, mark_work
from lms.services.moderate import Decided, moderate
from lms.services.moderation_notes import keep_note
from lms.services.moderation_sets import script_set
from lms.services.read_script import open_script_file, read_script
from lms.services.recording import recording
from lms.services.see_sample import see_set
from lms.services.site import Site, fact
from lms.store.documents import content_of
from lms.store.read_audits import all_readings
from lms.testing_world import Sent
from tests.fixtures.moderating import SPRING, Seminar
from tests.fixtures.statements import counted


def draw(seminar: Seminar, by: str = "mo") -> str:
    return draw_sample(seminar.site, seminar.actor(by), *SPRING)


def decide(
    seminar: Seminar, sample: str, decision: str = "confirmed", by: str = "mo", **notes: str
) -> str:
    decided = Decided(sample, decision, "Seen and compared.", notes)
    return moderate(seminar.site, seminar.actor(by), *SPRING, decided)


def state(seminar: Seminar) -> State:
    seminar.site.session().rollback()
    return script_set(seminar.site, *SPRING).moderation.state


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusal.code


def test_a_sample_is_recorded_with_seed_set_and_a_reason_for_every_script(
    seminar: Seminar,
) -> None:
    scripts = seminar.scripts(45, 50, *[65] * 12)
    sample = draw(seminar)
    (record,) = seminar.told("sample")
    assert record.id == sample
    assert sorted(record.get("whole-set")) == sorted(scripts)
    assert len(record.get("seed")) == 16
    why = {row["submission"]: row["why"].split() for row in record.get("scripts")}
    assert {"fail", "new-marker"} <= set(why[scripts[0]])
    assert {"boundary", "new-marker"} <= set(why[scripts[1]])
    assert sum("random" in reasons for reasons in why.values()) == 10
    assert record.get("moderator") == "mo"


def test_a_marker_is_no_longer_new_once_a_set_with_work_of_theirs_is_confirmed(
    seminar: Seminar,
) -> None:
    seminar.scripts(65, 66)
    decide(seminar, draw(seminar))
    late = seminar.scripts(75)
    draw(seminar)
    (row,) = seminar.told("sample")[-1].get("scripts")
    assert (row["submission"], row["why"]) == (late[0], "random")


def test_drawing_twice_and_drawing_from_nothing_is_refused(seminar: Seminar) -> None:
    seminar.learner("l01")
    with pytest.raises(Refused) as nothing:
        draw(seminar)
    assert code(nothing) == "nothing-to-draw"
    seminar.scripts(65)
    draw(seminar)
    with pytest.raises(Refused) as twice:
        draw(seminar)
    assert code(twice) == "sample-waits"


def test_a_lead_draws_for_a_moderator_and_cannot_decide(seminar: Seminar) -> None:
    seminar.scripts(65)
    sample = draw(seminar, by="lead")
    assert seminar.told("sample")[0].get("moderator") is None
    with pytest.raises(NotPermitted):
        decide(seminar, sample, by="lead")


@pytest.mark.parametrize("who", ["mark", "ext", "l01"])
def test_nobody_else_draws_or_decides(seminar: Seminar, who: str) -> None:
    seminar.scripts(65)
    with pytest.raises(NotPermitted):
        draw(seminar, by=who)
    sample = draw(seminar)
    with pytest.raises(NotPermitted):
        decide(seminar, sample, by=who)


def test_a_confirmed_set_keeps_reason_and_notes_and_late_scripts_form_the_next(
    seminar: Seminar,
) -> None:
    first, _ = seminar.scripts(65, 66)
    sample = draw(seminar)
    decide(seminar, sample, **{first: "A little high."})
    (decision,) = seminar.told("moderation")
    kept = content_of(seminar.site.session(), decision.get("reason"))
    assert kept == {"text": "Seen and compared.", "notes": {first: "A little high."}}
    assert state(seminar) is State.CONFIRMED
    seminar.scripts(70)
    assert state(seminar) is State.TO_DRAW


def test_a_set_sent_back_is_marked_again_whole_before_another_sample(
    seminar: Seminar, sent: Sent
) -> None:
    seminar.scripts(65, 66)
    decide(seminar, draw(seminar), "sent-back")
    (mail,) = [m for m in sent if m.to == ["mark@example.org"]]
    assert "/moderation/again" in mail.body
    assert state(seminar) is State.SENT_BACK
    back = list_back_again(seminar.site, seminar.actor("mark"))
    assert len(back) == 2
    assert list_back_again(seminar.site, seminar.actor("mia")) == ()
    seminar.mark_again("l01")
    with pytest.raises(Refused) as too_soon:
        draw(seminar)
    assert code(too_soon) == "not-marked-again"
    seminar.mark_again("l02", mark=62)
    draw(seminar)
    assert state(seminar) is State.DRAWN


def test_a_marker_records_the_same_mark_anew_for_a_set_sent_back(seminar: Seminar) -> None:
    (script,) = seminar.scripts(65)
    decide(seminar, draw(seminar), "sent-back")
    criteria = seminar.programme.stages[0].assessments[0].criteria
    same = Marking({c.id: "Merit" for c in criteria}, mark=65, overall="As before.")
    mark_work(seminar.site, seminar.actor("mark"), script, same, seen=10**6)
    assert state(seminar) is State.TO_DRAW


def test_a_decision_needs_its_word_and_its_reason(seminar: Seminar) -> None:
    seminar.scripts(65)
    sample = draw(seminar)
    wrong = Decided(sample, "scaled", "  ")
    with pytest.raises(BadInput) as fault:
        moderate(seminar.site, seminar.actor("mo"), *SPRING, wrong)
    assert [p.field for p in fault.value.problems] == ["decision", "reason"]  # type: ignore[attr-defined]


def test_a_decision_on_another_sample_than_the_one_shown_is_refused(seminar: Seminar) -> None:
    seminar.scripts(65)
    with pytest.raises(Refused) as none:
        decide(seminar, "x")
    assert code(none) == "not-drawn"
    shown = draw(seminar)
    seminar.mark_again("l01", mark=70)
    draw(seminar)
    with pytest.raises(Refused) as other:
        decide(seminar, shown)
    assert code(other) == "another-sample"


def test_the_same_key_decides_once(seminar: Seminar) -> None:
    seminar.scripts(65)
    decided = Decided(draw(seminar), "confirmed", "Seen.")
    first, again = (
        moderate(seminar.site, seminar.actor("mo"), *SPRING, decided, "key") for _ in range(2)
    )
    assert first == again
    assert len(seminar.told("moderation")) == 1


@pytest.mark.parametrize("tie", ["marked", "agency-form", "interest", "is-learner"])
def test_a_moderator_who_is_not_free_to_judge_neither_draws_reads_nor_decides(
    seminar: Seminar, tie: str
) -> None:
    world = seminar.world
    script = seminar.scripts(65, 66)[0]
    world.person("ned", "moderator", programme="course")
    (mark,) = seminar.site.about_me("l01").of("mark")
    if tie == "marked":
        world.role("ned", "marker", programme="course")
        seminar.mark_again("l01", by="ned")
    elif tie == "agency-form":
        form = {"employer": "medway", "supervisor": "ned", "roles": ("line-manager",)}
        world.employment("l01", "medway")
        world.record("l01", "agency-form", date(2026, 1, 6), enrolment=mark.enrolment, **form)
    elif tie == "interest":
        fields = {"with": "l01"}
        world.record("ned", "interest", date(2026, 1, 6), **fields)
    else:
        enrolment = seminar.learner("ned")
        seminar.hand_in("ned", enrolment)
        seminar.mark("ned", enrolment, 65)
    with pytest.raises(Refused) as refused:
        draw(seminar, by="ned")
    assert code(refused) == "not-independent"
    sample = draw(seminar)
    with pytest.raises(Refused) as refused:
        decide(seminar, sample, by="ned")
    assert code(refused) == "not-independent"
    if tie in ("agency-form", "interest"):
        with pytest.raises(Refused):
            read_script(seminar.site, seminar.actor("ned"), script)
    assert see_set(seminar.site, seminar.actor("ned"), *SPRING).barred
    assert not see_set(seminar.site, seminar.actor("mo"), *SPRING).barred


def test_a_moderator_changes_no_single_mark(seminar: Seminar) -> None:
    (script,) = seminar.scripts(65)
    draw(seminar)
    bands = {c.id: "Merit" for c in seminar.programme.stages[0].assessments[0].criteria}
    with pytest.raises(NotPermitted):
        mark_work(seminar.site, seminar.actor("mo"), script, Marking(bands, {}, 62, None, "No."))


def test_a_script_is_read_with_its_marks_and_the_reading_is_noted(seminar: Seminar) -> None:
    (script,) = seminar.scripts(65)
    with pytest.raises(NotPermitted):
        read_script(seminar.site, seminar.actor("mo"), script)
    draw(seminar)
    shown = read_script(seminar.site, seminar.actor("mo"), script)
    assert shown.text == "A pattern, as l01 saw it."
    assert [(x.layer, x.by, x.mark, x.feedback.overall) for x in shown.layers] == [
        ("first", "Mark", 65, "Well seen, 65.")
    ]
    (reading,) = all_readings(seminar.site.session())
    assert (reading.reader, reading.about, reading.record) == ("mo", "l01", script)
    page = see_set(seminar.site, seminar.actor("mo"), *SPRING)
    assert [s.read for s in page.sampled] == [True]


def test_why_a_set_was_decided_so_is_read_by_whoever_is_shown_it(seminar: Seminar) -> None:
    seminar.scripts(65, 66)
    decision = decide(seminar, draw(seminar), "sent-back")
    session = seminar.site.session()
    for nobody in (
        see_set(seminar.site, seminar.actor("mo"), *SPRING, handed=False).decided,
        [b.reason for b in list_back_again(seminar.site, seminar.actor("mark"), handed=False)],
    ):
        assert not any(nobody)
    see_set(seminar.site, seminar.actor("mo"), *SPRING)
    assert not all_readings(session), "one's own words are no reading, and no text is none"
    assert {b.reason for b in list_back_again(seminar.site, seminar.actor("mark"))} == {
        "Seen and compared."
    }
    session.rollback()
    assert [(r.reader, r.about, r.record) for r in all_readings(session)] == [
        ("mark", "spring", decision)
    ]


def test_held_work_is_neither_in_a_set_nor_open_and_nobody_is_told_why(seminar: Seminar) -> None:
    held, other = seminar.scripts(65, 66)
    draw(seminar)
    (mark,) = seminar.site.about_me("l01").of("mark")
    fields = {"assessment": "crs.essay", "reason": "d.s"}
    seminar.world.record("l01", "misconduct", date(2026, 3, 1), enrolment=mark.enrolment, **fields)
    with pytest.raises(NotFound, match="not open to be looked at for now"):
        read_script(seminar.site, seminar.actor("mo"), held)
    page = see_set(seminar.site, seminar.actor("mo"), *SPRING)
    assert [s.submission for s in page.sampled] == [other]


def test_own_family_work_never_enters_a_set(seminar: Seminar) -> None:
    enrolment = seminar.learner("l01")
    own = seminar.hand_in("l01", enrolment, item="crs.own")
    with pytest.raises(NotFound):
        draw_sample(seminar.site, SYSTEM, "course", "spring", "crs.own")
    for who in ("mo", "ext"):
        with pytest.raises(NotPermitted):
            read_script(seminar.site, seminar.actor(who), own)
    assert [line.assessment for line in list_sets(seminar.site, seminar.actor("mo"))] == [
        "crs.essay"
    ]


def test_notes_are_kept_per_script_and_go_with_the_decision(seminar: Seminar) -> None:
    (script,) = seminar.scripts(65)
    with pytest.raises(Refused):
        keep_note(seminar.site, seminar.actor("mo"), *SPRING, script, "Early.")
    sample = draw(seminar)
    keep_note(seminar.site, seminar.actor("mo"), *SPRING, script, "High.")
    keep_note(seminar.site, seminar.actor("mo"), *SPRING, script, "A little high.")
    with pytest.raises(NotFound):
        keep_note(seminar.site, seminar.actor("mo"), *SPRING, "x", "Nothing.")
    (row,) = see_set(seminar.site, seminar.actor("mo"), *SPRING).sampled
    assert row.note == "A little high."
    decide(seminar, sample, **{script: row.note})
    (decision,) = see_set(seminar.site, seminar.actor("mo"), *SPRING).decided
    assert decision.notes == {script: "A little high."}


def draw_without_names(seminar: Seminar) -> None:
    """A sample of twelve scripts in a cohort whose marking is without names."""
    seminar.world.record(
        cohort("spring"),
        "cohort-policy",
        date(2026, 1, 5),
        programme="course",
        policy="level-7-anonymous@1",
    )
    seminar.scripts(*[65] * 12)
    draw(seminar)


def test_names_are_hidden_where_marking_is_anonymous(seminar: Seminar) -> None:
    draw_without_names(seminar)
    page = see_set(seminar.site, seminar.actor("mo"), *SPRING)
    assert all(s.name.startswith("Candidate ") for s in page.sampled)


def test_a_moderator_who_leads_the_programme_sees_codes_in_the_set_and_in_the_script(
    seminar: Seminar,
) -> None:
    draw_without_names(seminar)
    both = replace(
        seminar.actor("mo"), grants=seminar.actor("mo").grants + seminar.actor("lead").grants
    )
    page = see_set(seminar.site, both, *SPRING)
    opened = read_script(seminar.site, both, page.sampled[0].submission)
    assert all(s.name.startswith("Candidate ") for s in page.sampled)
    assert opened.name == page.sampled[0].name


def test_a_decision_is_taken_once_and_a_retracted_one_opens_the_sample_again(
    seminar: Seminar,
) -> None:
    seminar.scripts(65)
    sample = draw(seminar)
    decision = decide(seminar, sample)
    with pytest.raises(Refused):
        decide(seminar, sample)
    (record,) = seminar.told("moderation")
    with recording(seminar.site, SYSTEM) as writer:
        writer.append(fact(record.subject, RETRACTION, date(2026, 3, 1), replaces=decision))
    assert state(seminar) is State.DRAWN


def test_a_list_of_sets_costs_the_same_for_many_learners(seminar: Seminar, site: Site) -> None:
    seminar.scripts(65, 66)
    actor = seminar.actor("mo")
    list_sets(site, actor)
    with counted(site) as few:
        list_sets(site, actor)
    seminar.scripts(*[60] * 10)
    actor = seminar.actor("mo")
    with counted(site) as many:
        list_sets(site, actor)
    assert len(many) <= len(few)


def test_somebody_who_left_keeps_nothing_waiting(seminar: Seminar) -> None:
    seminar.scripts(65)
    (mark,) = seminar.site.about_me("l01").of("mark")
    with recording(seminar.site, SYSTEM) as writer:
        left = date(2026, 3, 1)
        writer.append(fact(person("l01"), "withdrawal", left, enrolment=mark.enrolment))
    assert state(seminar) is State.NOT_NEEDED


def test_whoever_moderates_a_set_gives_none_of_its_scripts_a_mark_in_another_role(
    seminar: Seminar,
) -> None:
    (script,) = seminar.scripts(65)
    draw(seminar)
    seminar.world.role("mo", "marker", programme="course")
    criteria = seminar.programme.stages[0].assessments[0].criteria
    marking = Marking({c.id: "Merit" for c in criteria}, mark=62, overall="No.", reason="High.")
    with pytest.raises(Refused) as refused:
        mark_work(seminar.site, seminar.actor("mo"), script, marking, seen=10**6)
    assert code(refused) == "moderates"


def test_files_of_a_script_open_only_to_whoever_may_read_it(seminar: Seminar) -> None:
    (script,) = seminar.scripts(65)
    draw(seminar)
    with pytest.raises(NotFound):
        open_script_file(seminar.site, seminar.actor("mo"), script, "none")
    with pytest.raises(NotPermitted):
        open_script_file(seminar.site, seminar.actor("mark"), script, "none")
