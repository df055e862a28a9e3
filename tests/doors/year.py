"""A course in the middle of its year: cohorts at every step of assessment, and all who act in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from lms.domain.policy import SYSTEM
from lms.domain.records import Record, cohort, person
from lms.services.comment_bank import keep_comment
from lms.services.draft_files import add_files
from lms.services.drafts import draft_of, save_draft
from lms.services.files import Upload
from lms.services.hand_in import HandedIn, hand_in
from lms.services.objection_links import objection_token
from lms.services.pieces import LOG, WORK, Written, piece
from lms.services.recording import changing, recording
from lms.services.signing_links import hash_of
from lms.services.site import Site, fact
from lms.services.withdraw_writing import withdraw_writing
from lms.store import people, signing_links
from lms.store.accounts import Account
from lms.store.signing_links import SigningLink
from lms.store.writer import Writer
from lms.testing_world import World
from tests.fixtures.boards import judged_files
from tests.fixtures.kinds_of_work import PORTFOLIO, VIVA
from tests.fixtures.teaching import ESSAY

BEGAN, TODAY = date(2026, 1, 5), date(2026, 3, 2)
HANDED_IN, MARKED = date(2026, 2, 2), date(2026, 2, 16)
TEXT = "A pattern repeats. It repeats again. " * 16
LOG_TEXT = Written({"what-happened": "It rained.", "what-you-make-of-it": "It repeats."})
ROLES = (
    *("tutor", "marker", "moderator", "programme-lead", "board"),
    *("external-examiner", "conduct-officer", "admissions-tutor"),
)
"""Every role that is held for a programme or a cohort."""
ONE_ROLE = {
    "lead": "programme-lead",
    "chair": "board",
    "nour": "board",
    "owen": "board",
    "mark": "marker",
    "mona": "marker",
    "theo": "marker",
    "tess": "tutor",
    "mo": "moderator",
    "ext": "external-examiner",
    "connie": "conduct-officer",
    "boss": "marker",
    "mia": "marker",
}
OTHERS = {
    "zoe": "",
    "olly": "",
    "yara": "",
    "eli": "",
    "plan": "planner",
    "op": "operator",
    "dana": "data-protection-officer",
}
MORE_ROLES = {
    "milo": ("marker", "moderator"),
    "mimi": ("marker", "moderator"),
    "cory": ("tutor", "conduct-officer"),
    "cara": ("marker", "conduct-officer"),
    "bruno": ("marker", "board"),
    "rex": ROLES,
    "roz": ROLES,
}


OTHER_REQUIREMENTS = """
  - {id: crs.attend, title: Attendance, kind: attendance, optional: true, settings: {register: taught, days: 2, at-least-percent: 100}, basis: {sure: decided, says: "For a test."}}
  - {id: crs.report, title: A report, kind: report, optional: true, settings: {report: live-supervision, by: live-supervisor}, basis: {sure: decided, says: "For a test."}}
  - {id: crs.agency, title: Agency hours, kind: hours, optional: true, settings: {category: agency, at-least: 2, signed-by: [agency-supervisor]}, basis: {sure: decided, says: "For a test."}}
  - {id: crs.recorded, title: A recorded session, kind: consented-recording, optional: true, settings: {at-least: 1}, basis: {sure: decided, says: "For a test."}}
  - {id: crs.suited, title: Suitability, kind: judgement, part: judgement, settings: {outcomes: [suitable, not-yet], by: tutor}, basis: {sure: decided, says: "For a test."}}
  - {id: crs.fit, title: Fitness to go on, kind: judgement, part: judgement, settings: {outcomes: [fit, not-yet], by: admissions-tutor}, basis: {sure: decided, says: "For a test."}}"""
"""What the boards of the course do not wait for."""


def files() -> dict[str, str]:
    """The course: a sampled essay, a project marked twice, a paper, a viva and a portfolio."""
    judged = judged_files()
    stage = judged["year/stage.md"].replace("requirements:", f"requirements:{OTHER_REQUIREMENTS}")
    paper = ESSAY.replace("crs.essay", "crs.paper").replace("The essay", "The paper")
    viva = VIVA.replace("markers: double", "markers: single")
    return {
        **judged,
        "year/stage.md": stage,
        "year/assessments/paper.md": paper,
        "year/assessments/viva.md": viva,
        "year/assessments/portfolio.md": PORTFOLIO,
    }


@dataclass
class Year:
    """The course as it grows; ``facts`` name its records as the table of acts does."""

    site: Site
    world: World
    facts: dict[str, Any] = field(default_factory=dict)

    def learner(self, name: str, where: str) -> str:
        """Enrol somebody, who is managed by Boss; gives the name."""
        if name not in self.world.added:
            self.world.person(name)
        if f"{where}_cohort_policy" not in self.facts:
            self.cohort_tell(where, "cohort-policy", programme="course", policy="level-7@1")
        self.facts[f"{name}_enrolment"] = self.world.enrolment(name, "course", where, BEGAN)
        form = {"employer": "medway", "supervisor": "boss", "roles": ("agency-supervisor",)}
        self.tell(name, "agency-form", BEGAN, until=date(2026, 12, 31), **form)
        return name

    def tell(self, name: str, kind: str, on: date, by: str = "lead", **fields: Any) -> Record:
        """A fact of somebody's enrolment; the newest of its kind about a work is ``ada_mark``."""
        self.site.session().rollback()
        enrolment = self.facts[f"{name}_enrolment"]
        actor = self.site.actor(by)
        record = self.world.record(name, kind, on, enrolment=enrolment, by=actor, **fields)
        self.facts[f"{name}_{kind.replace('-', '_')}"] = record.id
        return record

    def cohort_tell(self, where: str, kind: str, by: str = "lead", **fields: Any) -> str:
        """A fact of a cohort of today."""
        self.site.session().rollback()
        actor = self.site.actor(by)
        record = self.world.record(cohort(where), kind, TODAY, by=actor, **fields).id
        self.facts[f"{where}_{kind.replace('-', '_')}"] = record
        return record

    def text(self, about: str, said: object = "It was so.") -> str:
        """A private text about somebody."""
        with recording(self.site, self.site.actor("lead")) as writer:
            return writer.document(person(about), said)

    def hand_in(self, name: str, work: str) -> str:
        """Hand a text in as the learner does; gives the submission, ``ada_paper``."""
        self.site.session().rollback()
        handed = HandedIn(written=Written({"text": TEXT}), statement=True)
        enrolment = self.facts[f"{name}_enrolment"]
        actor = self.site.actor(name)
        record = hand_in(self.site, actor, enrolment, WORK, f"crs.{work}", handed).record
        self.facts[f"{name}_{work}"] = record
        return record

    def take_back(self, name: str, work: str) -> None:
        """Take back what was handed in; its draft is ``ada_revision``."""
        self.site.session().rollback()
        where = (self.facts[f"{name}_enrolment"], WORK, f"crs.{work}")
        withdraw_writing(self.site, self.site.actor(name), *where, self.facts[f"{name}_{work}"])

    def log(self, name: str) -> str:
        """Hand a log in; gives its record, ``ada_log``."""
        self.site.session().rollback()
        where = (self.facts[f"{name}_enrolment"], LOG, "crs.log")
        handed = HandedIn(written=LOG_TEXT)
        record = hand_in(self.site, self.site.actor(name), *where, handed).record
        self.facts[f"{name}_log"] = record
        return record

    def mark(
        self, name: str, work: str, mark: int, layer: str = "first", by: str = "mark", **more: Any
    ) -> None:
        """One marker's mark of what was handed in."""
        fields = {"assessment": f"crs.{work}", "layer": layer, "mark": mark, **more}
        self.tell(name, "mark", MARKED, by, **fields)

    def fail_twice(self, name: str) -> None:
        """An essay handed in and failed twice."""
        for attempt in (1, 2):
            given = {"assessment": "crs.essay", "attempt": attempt}
            record = self.tell(name, "submission", HANDED_IN, name, words=100, **given)
            self.facts[f"{name}_essay_{attempt}"] = record.id
            self.mark(name, "essay", 40, attempt=attempt)

    def marked(self, name: str, work: str, mark: int, by: str = "mark") -> None:
        """A piece of work handed in and marked once."""
        self.hand_in(name, work)
        self.mark(name, work, mark, by=by)

    def draft(self, name: str, work: str) -> None:
        """Begin a draft; its revision is ``ada_revision``."""
        self.site.session().rollback()
        actor = self.site.actor(name)
        of = piece(self.site, actor, self.facts[f"{name}_enrolment"], WORK, f"crs.{work}")
        kept = save_draft(self.site, actor, of, Written({"text": TEXT}), 0)
        self.facts[f"{name}_revision"] = kept.revision

    def log_draft(self, name: str) -> None:
        """Begin a log; its revision is ``ada_log_revision``."""
        self.site.session().rollback()
        actor = self.site.actor(name)
        of = piece(self.site, actor, self.facts[f"{name}_enrolment"], LOG, "crs.log")
        kept = save_draft(self.site, actor, of, LOG_TEXT, 0)
        self.facts[f"{name}_log_revision"] = kept.revision

    def file(self, name: str, work: str) -> None:
        """Add a file to the draft, ``ada_file``."""
        self.site.session().rollback()
        actor = self.site.actor(name)
        of = piece(self.site, actor, self.facts[f"{name}_enrolment"], WORK, f"crs.{work}")
        kept = add_files(self.site, actor, of, [Upload("notes.txt", b"It repeats once more.")])
        self.facts[f"{name}_revision"] = draft_of(self.site, of).revision
        self.facts[f"{name}_file"] = kept.written.files[0].id

    def draw(self, where: str, *names: str, by: str = "mo") -> None:
        """The sample of a cohort's essays, drawn by a moderator."""
        scripts = [self._essay(name) for name in names]
        rows = [{"submission": s, "marker": "mark", "why": "random"} for s in scripts]
        sample = {"assessment": "crs.essay", "seed": "1", "whole_set": scripts, "scripts": rows}
        self.cohort_tell(where, "sample", by, moderator=by, **sample)

    def _essay(self, name: str) -> str:
        learner, _, attempt = name.partition("_")
        return str(self.facts[f"{learner}_essay{'_' if attempt else ''}{attempt}"])

    def confirm(self, where: str, *names: str) -> None:
        """A sample drawn and confirmed."""
        self.draw(where, *names)
        with recording(self.site, self.site.actor("mo")) as writer:
            reason = writer.document(cohort(where), {"text": "The marks are sound."})
        decided = {"sample": self.facts[f"{where}_sample"], "decision": "confirmed"}
        self.cohort_tell(
            where, "moderation", "mo", assessment="crs.essay", reason=reason, **decided
        )

    def meet(self, where: str, **outcomes: str) -> None:
        """A board's meeting with its outcomes, not released."""
        with recording(self.site, self.site.actor("lead")) as writer:
            minutes = writer.document(cohort(where), {"text": "Minutes."})
        present = {"chair": "chair", "members": ("chair", "nour", "owen")}
        meeting = self.cohort_tell(
            where, "board-meeting", stage="course/year", minutes=minutes, **present
        )
        for name, outcome in outcomes.items():
            fields = {"stage": "course/year", "outcome": outcome, "meeting": meeting}
            self.tell(name, "board-outcome", TODAY, **fields)


def build(site: Site) -> Year:
    """The whole course on 2 March 2026."""
    year = Year(site, World(site))
    year.world.publish(files())
    year.world.programme("[]", identity="other")
    _staff(year)
    for step in (_marking, _sets, _boards, _decided, _order, _facts, _registers, _signed):
        step(year)
    site.session().rollback()
    year.facts["seen"] = site.ledger.head(site.session())[0]
    return year


def _staff(year: Year) -> None:
    """Everybody who is no learner of the course, with roles.

    Whose role here has ended still has it elsewhere, so that the date alone turns them away.
    """
    course = {"programme": "course"}
    with changing(year.site, SYSTEM) as writer:
        for name in (*ONE_ROLE, *MORE_ROLES, *OTHERS):
            _add_person(year, writer, name)
    with recording(year.site, SYSTEM) as writer:
        for name, role in ONE_ROLE.items():
            _grant(writer, name, role, date(2026, 6, 30) if name == "ext" else None, **course)
        for name, roles in MORE_ROLES.items():
            for role in roles:
                _grant(writer, name, role, **course)
        for role in ROLES:
            _grant(writer, "olly", role, programme="other")
            _grant(writer, "yara", role, programme="course", cohort="elsewhere")
            _grant(writer, "eli", role, date(2026, 1, 31), **course)
            _grant(writer, "eli", role, programme="other")
        _grant(writer, "ext", "external-examiner", programme="other")
        for name, role in OTHERS.items():
            if role:
                _grant(writer, name, role)
    year.world.employment("zoe", "medway")


def _add_person(year: Year, writer: Writer, name: str) -> None:
    year.world.added.append(name)
    email = f"{name}@example.org"
    people.save_person(writer.session, people.Person(name, name.title(), email, invented=True))
    writer.session.add(Account(person=name, email=email, fs_uniquifier=uuid4().hex))


def _grant(writer: Writer, name: str, role: str, until: date | None = None, **limits: str) -> None:
    writer.append(fact(person(name), "role", BEGAN, until=until, role=role, **limits))


def _marking(year: Year) -> None:
    """The cohort whose work is being handed in and marked."""
    names = "zoe abe ann ben cat cid dan eve fay gus hal ivy jan kit lou pat rex vic"
    for name in names.split():
        year.learner(name, "marking")
    year.world.record("mia", "interest", BEGAN, by=year.site.actor("mia"), **{"with": "eve"})
    for learner in ("ben", "cat", "dan"):
        record = year.world.record(
            "mia", "interest", BEGAN, by=year.site.actor("mia"), **{"with": learner}
        )
        year.facts["mia_interest"] = record.id
    for name in ("ben", "cid", "fay", "gus", "rex", "vic"):
        year.hand_in(name, "paper")
    year.take_back("cid", "paper")
    year.marked("pat", "paper", 70)
    _two_markers(year)
    _odd_papers(year)
    _in_person(year)
    for name in ("abe", "ben", "gus", "kit", "pat"):
        year.draft(name, "paper")
    year.file("abe", "paper")
    year.log("ann")
    year.log("ben")
    response = {"log": year.facts["ben_log"], "decision": "accepted"}
    year.tell("ben", "log-response", TODAY, "tess", feedback=year.text("ben"), **response)
    year.log_draft("ann")
    year.log_draft("kit")
    year.tell("kit", "withdrawal", TODAY)
    year.facts["mona_comment"] = keep_comment(year.site, year.site.actor("mona"), "Say why.")


def _registers(year: Year) -> None:
    """What looks at a register showed of somebody: an entry, and later none."""
    year.world.employment("hal", "medway")
    looks: dict[str, dict[str, Any]] = {"entry": {}, "absence": {"result": "absent"}}
    for name, more in looks.items():
        record = year.world.record("hal", "registration", BEGAN, register="swe", **more)
        year.facts[f"hal_{name}"] = record.id


def _two_markers(year: Year) -> None:
    for name in ("cat", "dan", "eve"):
        year.hand_in(name, "project")
    year.mark("cat", "project", 58)
    allocated = {"assessment": "crs.project", "role": "second", "marker": "mona"}
    year.tell("cat", "allocation", TODAY, **allocated)
    year.mark("dan", "project", 58)
    year.mark("dan", "project", 62, "second", "mona")
    year.mark("eve", "project", 40)
    year.mark("eve", "project", 72, "second", "mona")


def _odd_papers(year: Year) -> None:
    paper = {"assessment": "crs.paper"}
    year.mark("gus", "paper", 60, by="cara")
    slip = {**paper, "grade": "minor", "what": "one", "at": year.site.now().isoformat()}
    year.tell("fay", "slip", TODAY, "mark", reason=year.text("fay"), **slip)
    named = {**slip, "grade": "major", "what": "named"}
    year.tell("vic", "slip", TODAY, "mark", reason=year.text("vic"), **named)
    year.tell("gus", "misconduct", TODAY, "cory", reason=year.text("gus"), **paper)
    year.tell("rex", "misconduct", TODAY, "tess", reason=year.text("rex"), **paper)
    for name in ("hal", "rex"):
        claim = {**paper, "asks": "lateness", "statement": year.text(name, {"text": "Ill."})}
        year.tell(name, "circumstances", TODAY, name, **claim)


def _in_person(year: Year) -> None:
    for name in ("ivy", "jan", "lou", "kit", "rex"):
        consent = {"until": date(2026, 5, 31), "family": "F2"}
        year.tell(name, "consent", date(2026, 2, 1), name, **consent)
    for name in ("ivy", "lou"):
        shown = {"assessment": "crs.viva", "in_person": True, "family": "F2"}
        consent = year.facts[f"{name}_consent"]
        year.tell(name, "submission", HANDED_IN, "tess", consent=consent, **shown)
    year.tell("lou", "mark", MARKED, assessment="crs.viva", result="pass")
    # As if the viva had been handed in before it was shown in person.
    year.tell("hal", "submission", HANDED_IN, "hal", assessment="crs.viva", words=100)


def _sets(year: Year) -> None:
    """Cohorts whose essays are marked: in one no sample is drawn, in the other one waits."""
    year.learner("pam", "to-draw")
    year.marked("pam", "essay", 55, by="milo")
    for name in ("ned", "ola"):
        year.learner(name, "drawn")
        year.marked(name, "essay", 62, by="mimi" if name == "ola" else "mark")
    year.draw("drawn", "ned", "ola", by="milo")


def _order(year: Year) -> None:
    """A cohort in which nothing has happened yet."""
    for name in ("quy", "ros"):
        year.learner(name, "order")


def _facts(year: Year) -> None:
    """A learner about whom others enter facts: consents, and a signature given too late."""
    year.learner("wyn", "order")
    year.tell("wyn", "cohort-move", date(2026, 2, 27), cohort="facts")
    year.learner("sue", "facts")
    consent = {"until": date(2026, 5, 31), "family": "F2"}
    year.tell("sue", "consent", date(2026, 2, 1), "sue", employer="kent", **consent)
    year.facts["sue_old_consent"] = year.facts["sue_consent"]
    year.tell("sue", "consent", date(2026, 2, 1), "sue", **consent)
    form = {"employer": "medway", "supervisor": "cory", "roles": ("agency-supervisor",)}
    year.tell("sue", "agency-form", BEGAN, until=date(2026, 2, 15), **form)
    year.world.employment("sue", "medway")
    for name in ("sue", "rex"):
        shown = {"level": "intermediate", "accredited": True}
        certificate = year.world.record(name, "certificate", date(2024, 7, 12), **shown)
        year.facts[f"{name}_certificate"] = certificate.id
    for name in ("sue", "rex"):
        consent = year.facts[f"{name}_consent"]
        year.tell(name, "recording-watched", date(2026, 2, 26), "tess", consent=consent)
    hours = year.tell("sue", "hours", date(2026, 2, 10), "sue", category="agency", minutes=120)
    signed = {"entry": hours.id, "signer": "cory", "role": "agency-supervisor"}
    year.tell("sue", "signature", date(2026, 2, 20), "cory", **signed)


def _signed(year: Year) -> None:
    """A learner with signed practice: as it was, being corrected, objected to; and an unsigned entry."""
    year.learner("ian", "signed")
    times = {"category": "agency", "start": "10:00", "end": "12:00", "minutes": 120}
    days = {"signed": 10, "correcting": 11, "objected": 12, "open": 13}
    for name, day in days.items():
        on = date(2026, 2, day)
        entry = year.tell("ian", "hours", on, "ian", **times).id
        year.facts[f"ian_{name}"] = entry
        if name != "open":
            given = {"entry": entry, "signer": "boss", "role": "agency-supervisor"}
            signature = year.tell("ian", "signature", date(2026, 2, 20), "boss", **given).id
            year.facts.setdefault("ian_first_signature", signature)
    signature = year.facts["ian_signature"]
    reason = year.text("ian", {"text": "I was away."})
    year.tell("ian", "objection", TODAY, "boss", signature=signature, reason=reason)
    wanted = {"entry": year.facts["ian_correcting"], "day": date(2026, 2, 11), "minutes": 60}
    year.tell("ian", "correction", TODAY, "ian", reason=reason, **wanted)
    made, days_left = year.site.now(), timedelta(days=14)
    link = SigningLink("l", "boss", "ian", year.facts["ian_enrolment"], made, made + days_left)
    with changing(year.site, SYSTEM) as writer:
        signing_links.add(writer.session, link, hash_of("the-link-of-boss"))
    year.facts["boss_link"] = "the-link-of-boss"
    year.facts["boss_copy"], _ = objection_token(year.site, "boss", "ian")


def _boards(year: Year) -> None:
    """A cohort that can be released and decided, and one whose board has met."""
    year.learner("ray", "confirmed")
    year.marked("ray", "essay", 64)
    year.learner("bea", "confirmed")
    year.fail_twice("bea")
    year.confirm("confirmed", "ray", "bea_1", "bea_2")
    year.learner("sam", "met")
    year.marked("sam", "essay", 64)
    year.confirm("met", "sam")
    year.meet("met", sam="referred")


def _decided(year: Year) -> None:
    """A cohort whose board has met and whose ratified marks are out."""
    for name in ("tom", "una", "viv", "wes", "roz"):
        year.learner(name, "decided")
    year.draft("tom", "paper")
    year.draft("una", "essay")
    for name in ("tom", "viv", "wes", "roz"):
        year.marked(name, "essay", 64, by="bruno" if name == "viv" else "mark")
    year.marked("tom", "paper", 70)
    year.hand_in("tom", "project")
    year.mark("tom", "project", 60)
    year.mark("tom", "project", 60, "second", "mona")
    year.fail_twice("una")
    _before_the_board(year)
    year.confirm("decided", "tom", "una_1", "una_2", "viv", "wes", "roz")
    outcomes = dict.fromkeys(("una", "viv", "wes", "roz"), "referred")
    year.meet("decided", tom="complete", **outcomes)
    year.cohort_tell("decided", "release", stage="course/year", marks="ratified")
    _after_the_board(year)


def _before_the_board(year: Year) -> None:
    paper = {"assessment": "crs.paper"}
    case = year.tell("tom", "misconduct", TODAY, "tess", reason=year.text("tom"), **paper)
    decided = {"case": case.id, "outcome": "no-case", "reason": year.text("tom")}
    year.tell("tom", "misconduct-decision", TODAY, "connie", **decided)
    slip = {**paper, "grade": "minor", "what": "one", "at": year.site.now().isoformat()}
    year.hand_in("viv", "paper")
    year.tell("viv", "slip", TODAY, "mark", reason=year.text("viv"), **slip)
    claim = {"assessment": "crs.essay", "asks": "lateness"}
    year.tell("wes", "circumstances", TODAY, "wes", statement=year.text("wes"), **claim)


def _after_the_board(year: Year) -> None:
    for name in ("viv", "wes", "roz"):
        appeal = {"assessment": "crs.essay", "grounds": "procedure", "statement": year.text(name)}
        year.tell(name, "appeal", TODAY, name, **appeal)
    decided = {"appeal": year.facts["wes_appeal"], "outcome": "dismissed"}
    year.tell("wes", "appeal-decision", TODAY, "lead", reason=year.text("wes"), **decided)
