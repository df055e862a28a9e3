"""A supervisor without an account signs what waits for that supervisor, each entry once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from lms.errors import BadInput, NotFound, Refused
from lms.services import ask_for_signature as asking
from lms.services import jobs, signing_links
from lms.services.ask_for_signature import ask_for_signature
from lms.services.evaluation import progress_of
from lms.services.sign_entries import DECLINED, Answer, answer_entries
from lms.services.signing_links import DAYS, LinkClosed, hash_of, renew_link
from lms.services.signing_page import SigningPage, see_entry_to_sign, see_signing_page
from lms.services.site import fact
from lms.store.signing_links import SigningLink
from lms.store.tables import JobRow, ReadAuditRow, SigningLinkRow
from lms.testing import Clock
from lms.testing_world import Sent
from tests.fixtures.learning import Course

AGENCY = "agency-supervisor"


def ask(course: Course, sent: Sent, signer: str = "jo") -> str:
    """Ask for signatures; gives the token that the mail carries."""
    course.site.session().rollback()
    ask_for_signature(course.site, course.amara, course.enrolment, signer)
    return mailed(course, sent)


def mailed(course: Course, sent: Sent) -> str:
    jobs.work(course.site)
    course.site.session().rollback()
    found = re.search(r"/sign/(\S+)", sent[-1].body)
    assert found
    return found[1]


def page(course: Course, token: str) -> SigningPage:
    course.site.session().rollback()
    return see_signing_page(course.site, token)


def sign(course: Course, token: str, *entries: str, key: str | None = None, **more: object) -> int:
    answer = Answer(entries, AGENCY, declared=True, **more)  # type: ignore[arg-type]
    course.site.session().rollback()
    return answer_entries(course.site, token, answer, key)


def test_the_link_goes_to_the_supervisors_own_address_and_its_token_is_kept_nowhere(
    course: Course, sent: Sent
) -> None:
    course.entry()
    token = ask(course, sent)
    assert sent[-1].to == ["jo@example.org"]
    rows = course.site.session().query(SigningLinkRow).all()
    assert [row.token_hash for row in rows] == [hash_of(token)]
    kept = [str(row.arguments) for row in course.site.session().query(JobRow)]
    assert token not in "".join(kept)


def test_the_page_shows_exactly_what_is_asked_to_be_signed(course: Course, sent: Sent) -> None:
    entry = course.entry(family="F1", note="A visit to both parents.")
    course.entry(category="study", start="", end="", minutes=60)
    shown = page(course, ask(course, sent))
    assert (shown.signer, shown.learner, shown.roles) == ("Jo", "Amara", (AGENCY,))
    (one,) = shown.waiting
    assert (one.record, one.on, one.start, one.end) == (entry.id, entry.on, "10:00", "11:00")
    assert (one.minutes, one.family, one.note) == (60, "F1", "A visit to both parents.")


def test_reading_a_note_is_noted_and_reading_an_entry_without_one_is_not(
    course: Course, sent: Sent
) -> None:
    with_note = course.entry(note="A visit.")
    course.entry(start="12:00", end="13:00")
    page(course, ask(course, sent))
    course.site.session().rollback()
    rows = course.site.session().query(ReadAuditRow).all()
    assert [(r.reader, r.about, r.record) for r in rows] == [("signer:jo", "amara", with_note.id)]


def test_who_declines_one_entry_is_handed_its_note_alone(course: Course, sent: Sent) -> None:
    first = course.entry(note="A visit.")
    course.entry(start="12:00", end="13:00", note="Another visit.")
    token = ask(course, sent)
    assert see_entry_to_sign(course.site, token, "none", AGENCY) is None
    shown = see_entry_to_sign(course.site, token, first.id, AGENCY)
    assert shown is not None
    assert shown.note == "A visit."
    course.site.session().rollback()
    rows = course.site.session().query(ReadAuditRow).all()
    assert [(r.reader, r.record) for r in rows] == [("signer:jo", first.id)]


def test_a_signature_names_the_signer_the_role_and_who_recorded_it(
    course: Course, sent: Sent
) -> None:
    entry = course.entry()
    assert sign(course, ask(course, sent), entry.id) == 1
    (signature,) = course.records("signature")
    assert signature.recorded_by == "signer:jo"
    assert dict(signature.payload) == {
        "entry": entry.id,
        "signer": "jo",
        "role": AGENCY,
        "decision": "signed",
    }
    (progress,) = progress_of(course.site, "amara", course.site.today())
    verdict = progress.verdict("pat.practice")
    assert verdict is not None
    assert verdict.finding.amount == 1


def test_many_entries_are_signed_at_once_each_once(course: Course, sent: Sent) -> None:
    entries = [course.entry(course.site.today() - timedelta(days=n)).id for n in range(1, 6)]
    token = ask(course, sent)
    assert sign(course, token, *entries, key="key") == 5
    assert sign(course, token, *entries, key="key") == 5
    assert len(course.records("signature")) == 5
    assert list(page(course, token).waiting) == []
    assert len(page(course, token).answered) == 5
    with pytest.raises(Refused):
        sign(course, token, entries[0])


def test_if_one_of_many_no_longer_waits_none_is_signed(course: Course, sent: Sent) -> None:
    entries = [course.entry(course.site.today() - timedelta(days=n)).id for n in (1, 2)]
    token = ask(course, sent)
    with pytest.raises(Refused):
        sign(course, token, *entries, "another")
    assert course.records("signature") == []


def test_declining_needs_a_reason_which_only_the_learner_sees_as_text(
    course: Course, sent: Sent
) -> None:
    entry = course.entry()
    token = ask(course, sent)
    with pytest.raises(BadInput, match="Nothing has been signed"):
        sign(course, token, entry.id, decision=DECLINED, reason="  ")
    sign(course, token, entry.id, decision=DECLINED, reason="It ended at 10:30.")
    (signature,) = course.records("signature")
    assert signature.get("decision") == "declined"
    assert "10:30" not in str(dict(signature.payload))
    assert list(page(course, token).waiting) == []


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"entries": ()}, "Tick each entry"),
        ({"declared": False}, "Confirm that you hold the role"),
        ({"decision": "perhaps"}, "sign or decline"),
    ],
)
def test_what_is_missing_is_said(
    course: Course, sent: Sent, more: dict[str, object], says: str
) -> None:
    entry = course.entry()
    token = ask(course, sent)
    given = {"entries": (entry.id,), "role": AGENCY, "declared": True, **more}
    with pytest.raises(BadInput) as fault:
        answer_entries(course.site, token, Answer(**given))  # type: ignore[arg-type]
    assert says in str(fault.value.problems)


def test_a_role_that_no_form_gives_signs_nothing(course: Course, sent: Sent) -> None:
    clinic = course.entry(category="clinic", start="14:00", end="15:00")
    agency = course.entry()
    token = ask(course, sent)
    assert [e.record for e in page(course, token).waiting] == [agency.id]
    for entry, role in (
        (clinic.id, "live-supervisor"),
        (agency.id, "line-manager"),
        (clinic.id, AGENCY),
    ):
        with pytest.raises(Refused):
            answer_entries(course.site, token, Answer((entry,), role, declared=True))


def test_a_link_shows_no_other_learners_entries(course: Course, sent: Sent) -> None:
    course.entry()
    token = ask(course, sent)
    ben = course.world.person("ben")
    other = course.world.enrolment(ben, "pattern")
    fields = {"employer": "medway", "supervisor": "jo", "roles": (AGENCY,)}
    course.world.record(ben, "agency-form", course.site.today(), enrolment=other, **fields)
    theirs = course.world.record(
        ben, "hours", course.site.today(), enrolment=other, category="agency", minutes=60
    )
    assert len(page(course, token).waiting) == 1
    with pytest.raises(Refused):
        sign(course, token, theirs.id)


def test_a_link_expires_and_a_new_one_ends_the_older(
    course: Course, sent: Sent, clock: Clock
) -> None:
    course.entry()
    first = ask(course, sent)
    clock.forward(hours=1)
    second = ask(course, sent)
    with pytest.raises(LinkClosed):
        page(course, first)
    assert page(course, second).waiting
    clock.forward(days=DAYS)
    with pytest.raises(LinkClosed):
        page(course, second)
    with pytest.raises(LinkClosed):
        sign(course, second, course.records("hours")[0].id)


def test_an_expired_link_can_be_renewed_to_the_same_address_and_tells_nothing(
    course: Course, sent: Sent, clock: Clock
) -> None:
    course.entry()
    old = ask(course, sent)
    clock.forward(days=DAYS)
    renew_link(course.site, old)
    new = mailed(course, sent)
    assert new != old
    assert sent[-1].to == ["jo@example.org"]
    assert page(course, new).waiting
    before = len(sent)
    renew_link(course.site, old)
    renew_link(course.site, "nobody's token")
    jobs.work(course.site)
    assert len(sent) == before


def test_a_supervisor_whose_form_was_taken_back_gets_no_new_link(
    course: Course, sent: Sent, clock: Clock
) -> None:
    course.entry()
    old = ask(course, sent)
    (form,) = course.records("agency-form")
    with course.site.ledger.write("tutor") as writer:
        day = course.site.today()
        writer.append(fact(form.subject, "retraction", day, replaces=form.id))
    clock.forward(days=DAYS)
    before = len(sent)
    renew_link(course.site, old)
    jobs.work(course.site)
    assert len(sent) == before


def test_nobody_is_asked_twice_within_minutes(course: Course, sent: Sent, clock: Clock) -> None:
    course.entry()
    ask(course, sent)
    with pytest.raises(Refused, match="few minutes ago"):
        ask(course, sent)
    clock.forward(minutes=10)
    ask(course, sent)


def test_only_somebody_on_an_accepted_form_can_be_asked(course: Course, sent: Sent) -> None:
    course.entry()
    course.world.person("kim")
    with pytest.raises(NotFound, match="accepted agency form"):
        ask(course, sent, "kim")


def test_nobody_is_asked_to_sign_nothing(course: Course, sent: Sent) -> None:
    with pytest.raises(Refused, match="Nothing waits"):
        ask(course, sent)
    assert len(sent) == 0


def test_a_link_that_was_ended_before_its_mail_went_out_is_not_sent(
    course: Course, sent: Sent, clock: Clock
) -> None:
    course.entry()
    course.site.session().rollback()
    ask_for_signature(course.site, course.amara, course.enrolment, "jo")
    clock.forward(minutes=11)
    course.site.session().rollback()
    ask_for_signature(course.site, course.amara, course.enrolment, "jo")
    jobs.work(course.site)
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("decision", "more", "subject"),
    [
        ("signed", {}, "2 practice entries signed"),
        (DECLINED, {"reason": "I was not there."}, "2 practice entries declined"),
    ],
)
def test_the_learner_is_told_once_of_what_was_signed_or_declined_and_of_no_private_text(
    course: Course, sent: Sent, decision: str, more: dict[str, str], subject: str
) -> None:
    entries = [course.entry(note="A visit."), course.entry(start="12:00", end="13:00")]
    token = ask(course, sent)
    sign(course, token, *(e.id for e in entries), decision=decision, **more)
    (mail,) = (m for m in sent if m.to == ["amara@example.org"])
    assert mail.subject == subject
    assert f"/learning/{course.enrolment}/hours" in mail.body
    assert "not there" not in mail.body
    assert "Jo" not in mail.body


def test_one_link_is_sent_to_a_supervisor_who_is_asked_twice_at_one_moment(
    course: Course, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.entry()
    issue = signing_links.issue_link

    def meanwhile(*given: Any) -> SigningLink:
        monkeypatch.setattr(asking, "issue_link", issue)
        with course.site.ledger.write("amara") as writer:
            issue(writer, *given[1:])
        return issue(*given)

    monkeypatch.setattr(asking, "issue_link", meanwhile)
    with pytest.raises(Refused, match="a few minutes ago"):
        ask_for_signature(course.site, course.amara, course.enrolment, "jo")
    jobs.work(course.site)
    assert len(sent) == 1
