"""What a learner may put into a portfolio: his or her own records, never those about the own family."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.portfolio import Extract
from lms.domain.calendar import in_words
from lms.domain.half_days import days_of, deciding_marks
from lms.domain.policy import Actor
from lms.domain.records import FieldType, Privacy, Record, RecordKind, Refusal
from lms.domain.requirements.practice import category_title
from lms.domain.wording import many, parted
from lms.errors import NotFound, Refused
from lms.services.enrolments import Learning
from lms.services.list_hours import CategoryTotal, LoggedEntry, list_hours
from lms.services.people import name_of
from lms.services.pieces import LOG, WORK, Piece, piece
from lms.services.quarantine import is_quarantined
from lms.services.receipts import code_of
from lms.services.site import Site
from lms.store.documents import content_of

SORTS = ("Hours", "Attendance", "Reports", "Notes", "Reflective logs", "Assessed work")
"""The order in which material is listed and set in."""


@dataclass(frozen=True, slots=True)
class Material:
    """One thing to choose; ``record`` is the one that keeps its text, where it has a text."""

    id: str
    sort: str
    extract: Extract
    record: Record | None = None


def portfolio_material(
    site: Site, actor: Actor, enrolment: str, item: str
) -> tuple[Piece, tuple[Material, ...]]:
    """A portfolio to be assembled, and all that may go in, without the texts."""
    of = portfolio_piece(site, actor, enrolment, item)
    return of, material_of(site, actor, of)


def portfolio_piece(site: Site, actor: Actor, enrolment: str, item: str) -> Piece:
    """The portfolio; NotFound where the work is not one that is assembled from records."""
    of = piece(site, actor, enrolment, WORK, item)
    if not getattr(of.item, "assembled", False):
        raise NotFound("This piece of work is not assembled from your records.")
    return of


def material_of(site: Site, actor: Actor, of: Piece) -> tuple[Material, ...]:
    """All that may go in, in a fixed order: the same records always give the same list."""
    own = of.learning
    hours = list_hours(site, actor, own.enrolment.id)
    return (
        *(_hours(site, total) for total in hours.totals if _counting(total)),
        *_attendance(own),
        *(_report(site, r) for r in own.own.of("report")),
        *_notes(site, own),
        *(_log(own, r) for r in _accepted_logs(own)),
        *(_work(own, r) for r in _submissions(own, of)),
    )


def _counting(total: CategoryTotal) -> list[LoggedEntry]:
    """The entries that a requirement counts: signed by whoever may sign them, where that is asked."""
    return [entry for entry in total.entries if entry.state == "counts"]


def _hours(site: Site, total: CategoryTotal) -> Material:
    entries = _counting(total)
    minutes = sum(int(e.record.get("minutes") or 0) for e in entries)
    direct = sum(int(e.record.get("direct") or 0) for e in entries)
    roles = sorted({s.role for e in entries for s in e.signings if s.decision == "signed"})
    days = sorted(e.record.on for e in entries)
    sessions = many(len(entries), "session")
    said = [f"{_in_hours(minutes)} hours in {sessions}"]
    if direct:
        said.append(f"{_in_hours(direct)} of them in the room")
    if roles:
        said.append(f"signed by: {', '.join(parted(role) for role in roles)}")
    said.append(" to ".join(in_words(day) for day in sorted({days[0], days[-1]})))
    title = f"{category_title(total.category.id)}, {'; '.join(said)}"
    return Material(f"hours:{total.category.id}", SORTS[0], Extract(title))


def _in_hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}"


def _attendance(of: Learning) -> Iterable[Material]:
    for stage in of.stages:
        for register, days in days_of(stage).items():
            ref = f"{of.programme.id}/{stage.id}"
            named = of.own.of("attendance", register=register)
            marks = [r for r in named if r.get("stage") in (None, ref) and r.get("day") <= days]
            halves = list(deciding_marks(marks, of.enrolment.moves).values())
            if halves:
                there = sum(bool(mark.get("present")) for mark in halves)
                kind = "tutor groups" if register == "tutor-group" else "taught days"
                title = (
                    f"Attendance, {stage.title}, {kind}: present in {there} of {len(halves)} "
                    f"recorded half-days"
                )
                yield Material(f"attendance:{stage.id}:{register}", SORTS[1], Extract(title))


def _report(site: Site, report: Record) -> Material:
    """That there is a report and what it found; its text is for those who teach."""
    by = report.get("by")
    who = f" by {name_of(site.session(), by)}" if by else ""
    name = parted(str(report.get("report")))
    outcome = parted(str(report.get("outcome")))
    title = f"Report ({name}){who}, {in_words(report.on)}: {outcome}"
    return Material(f"report:{report.id}", SORTS[2], Extract(title))


def _notes(site: Site, of: Learning) -> Iterable[Material]:
    """What learners enter themselves under the kinds of the version's plugins."""
    kinds = site.registry.relay(of.programme.plugins).record_kinds
    for plugin in of.programme.plugins:
        for declared in site.registry.declared(plugin, "record_kinds"):
            kind = kinds.get(declared.name)
            records = of.own.of(declared.name)
            if kind and "learner" in kind.entered_by and records:
                yield Material(f"note:{kind.name}", SORTS[3], _note(kind, records))


def _note(kind: RecordKind, records: Sequence[Record]) -> Extract:
    shown = [f for f in kind.fields if f.type is not FieldType.DOCUMENT]
    shown = [f for f in shown if f.privacy is not Privacy.SPECIAL]
    lines = []
    for record in sorted(records, key=lambda r: (r.on, r.position)):
        said = [f"{f.name} {record.get(f.name)}" for f in shown if record.get(f.name) is not None]
        lines.append(f"- {', '.join([in_words(record.on), *said])}")
    return Extract(f"{kind.title}, {len(records)} on record", "\n".join(lines))


def _accepted_logs(of: Learning) -> list[Record]:
    accepted = {r.get("log") for r in of.own.of("log-response", decision="accepted")}
    return [r for r in of.own.of(LOG) if r.id in accepted]


def _log(of: Learning, log: Record) -> Material:
    found = of.log(str(log.get("template")))
    name = found[1].title if found else str(log.get("template"))
    title = f"Reflective log “{name}”, {in_words(log.on)}, accepted; receipt {code_of(log)}"
    return Material(f"log:{log.id}", SORTS[4], Extract(title), log)


def _submissions(of: Learning, portfolio: Piece) -> list[Record]:
    """What was handed in as text: never work about the own family, nor another portfolio."""
    return [
        r
        for r in of.own.of(WORK)
        if (found := of.assessment(str(r.get("assessment"))))
        and not found[1].private
        and not found[1].assembled
        and found[1].id != portfolio.id
        and r.get("document")
        and not is_quarantined(of, r)
    ]


def _work(of: Learning, work: Record) -> Material:
    found = of.assessment(str(work.get("assessment")))
    name = found[1].title if found else str(work.get("assessment"))
    title = f"“{name}”, attempt {attempt_in(of.own, work)}, {in_words(work.on)}; receipt {code_of(work)}"
    return Material(f"submission:{work.id}", SORTS[5], Extract(title), work)


def with_text(site: Site, of: Learning, material: Material) -> Extract:
    """The extract with its text; Refused where that text was erased."""
    if material.record is None:
        return material.extract
    content = content_of(site.session(), material.record.get("document"))
    if content is None:
        reason = f"The text of {material.extract.title} is missing, so it cannot be set in. Tell whoever runs Cadre."
        raise Refused(Refusal("erased", reason, (material.record.id,)))
    return Extract(material.extract.title, _as_text(of, material.record, content))


def _as_text(of: Learning, record: Record, content: object) -> str:
    if record.kind != LOG or not isinstance(content, dict):
        return str(content.get("text") or "") if isinstance(content, dict) else str(content)
    found = of.log(str(record.get("template")))
    titles = {p.id: p.title for p in found[1].prompts} if found else {}
    ordered = [*titles, *(name for name in content if name not in titles)]
    parts = [
        f"**{titles.get(name, name)}**\n\n{content[name]}" for name in ordered if content.get(name)
    ]
    return "\n\n".join(parts)
