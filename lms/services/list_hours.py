"""A learner's practice log: every entry by category, what it comes to, and who has yet to sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.part import EVERYTHING, Asked, Part, part_of
from lms.domain.policy import Actor
from lms.domain.progress import Progress
from lms.domain.record_state import State, stands
from lms.domain.records import Record
from lms.domain.signed_entries import in_force, open_on, to_answer
from lms.domain.to_sign import is_answered, signers, waiting_for
from lms.domain.verdicts import Verdict
from lms.services.awaited_signatures import awaited_signatures
from lms.services.enrolments import Learning, learning
from lms.services.evaluation import progress_of
from lms.services.people import people
from lms.services.practice_entry import Category, categories
from lms.services.signing_links import rests
from lms.services.site import Site
from lms.store import signing_links
from lms.store.documents import content_of, contents_of


@dataclass(frozen=True, slots=True)
class Signing:
    """How somebody answered an entry; ``reason`` is what the signer wrote."""

    name: str
    role: str
    decision: str
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry; ``state`` is the kindest that is true of it over all stages: see ``State``.

    ``why`` says why it does not count yet, or whom it waits for by name.
    """

    record: Record
    state: str
    why: str
    signings: tuple[Signing, ...]
    may_change: bool
    may_correct: bool = False


@dataclass(frozen=True, slots=True)
class CategoryTotal:
    """Entries of one category, newest session first, beside the requirements that all of it serves."""

    category: Category
    minutes: int
    direct: int
    entries: Part[LoggedEntry]
    asked: tuple[AskedOf, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the requirements that it serves have come to."""
        return tuple(each.verdict for each in self.asked)


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What one requirement of one stage has come to."""

    stage: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Somebody on an accepted agency form, and what waits for that person.

    ``asked`` is when the last link was sent, ``works_until`` when it ends; ``rests`` that it is too
    fresh for another mail.
    """

    id: str
    name: str
    has_address: bool
    roles: tuple[str, ...]
    waiting: int
    asked: datetime | None = None
    works_until: datetime | None = None
    rests: bool = False


@dataclass(frozen=True, slots=True)
class PracticeLog:
    """All of it, for one enrolment."""

    of: Learning
    totals: tuple[CategoryTotal, ...]
    supervisors: tuple[Supervisor, ...]


def list_hours(
    site: Site,
    actor: Actor,
    enrolment: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
    asked: Callable[[str], Asked] = lambda category: EVERYTHING,
) -> PracticeLog:
    """The practice entries of an enrolment as of a day; notes are not among what is read here.

    Of each category the part that is ``asked`` for, by the category's id.
    """
    of = learning(site, actor, enrolment, "read-hours", known_at)
    day = as_of or site.today()
    found = progress_of(
        site, of.enrolment.person, day, known_at, of.programme.id, shown=of.is_own(actor)
    )
    mine = [p for p in found if p.enrolment.id == enrolment]
    reversals = [r for r in of.own.of("reversal") if r.on <= day]
    shown = [r for r in in_force(of.own.of("hours"), reversals) if r.on <= day]
    own = actor.person == of.enrolment.person
    signings = _signings(site, of, with_reasons=own)
    waits = awaited_signatures(site, actor, of)
    totals = tuple(_total(c, shown, asked(c.id), of, mine, signings, waits) for c in categories(of))
    return PracticeLog(of, totals, supervisors(site, of))


def _total(
    category: Category,
    shown: list[Record],
    part: Asked,
    of: Learning,
    progresses: list[Progress],
    signings: Mapping[str, tuple[Signing, ...]],
    waits: Mapping[str, str],
) -> CategoryTotal:
    entries = [r for r in shown if r.get("category") == category.id]
    entries.sort(key=lambda r: (r.on, r.get("start") or ""), reverse=True)
    asked = _asked(category, progresses)
    verdicts = tuple(each.verdict for each in asked)
    return CategoryTotal(
        category=category,
        minutes=sum(int(r.get("minutes") or 0) for r in entries),
        direct=sum(int(r.get("direct") or 0) for r in entries),
        entries=part_of(entries, part).made(
            lambda r: _entry(r, of, verdicts, signings.get(r.id, ()), waits.get(r.id, ""))
        ),
        asked=asked,
    )


def _asked(category: Category, progresses: list[Progress]) -> tuple[AskedOf, ...]:
    return tuple(
        AskedOf(progress.stage.title, verdict)
        for progress in progresses
        for top in progress.verdicts
        for verdict in top.walk()
        if (r := progress.stage.requirement(verdict.id))
        and r.settings.get("category") == category.id
    )


def _entry(
    record: Record,
    of: Learning,
    verdicts: tuple[Verdict, ...],
    signings: tuple[Signing, ...],
    waits: str,
) -> LoggedEntry:
    how = stands(record.id, verdicts)
    why = waits if how.state is State.WAITS and waits else how.why
    answered = is_answered(record, of.own)
    correct = answered and open_on(record.id, of.own) is None
    return LoggedEntry(record, how.state.value, why, signings, not answered, correct)


def _signings(site: Site, of: Learning, *, with_reasons: bool) -> dict[str, tuple[Signing, ...]]:
    """Every answer by the entry it is on; the reasons, private text, for the learner alone."""
    given = of.own.of("signature")
    names = people(site.session(), {s.get("signer") for s in given})
    named = [s.get("reason") for s in given if s.get("reason") and with_reasons]
    reasons = contents_of(site.session(), named)
    found: dict[str, list[Signing]] = {}
    for s in given:
        name = names[s.get("signer")].name if s.get("signer") in names else str(s.get("signer"))
        reason = str(reasons.get(s.get("reason") or "") or "")
        decision = str(s.get("decision") or "signed")
        signing = Signing(name, s.get("role"), decision, s.on, reason)
        found.setdefault(s.get("entry"), []).append(signing)
    return {entry: tuple(signings) for entry, signings in found.items()}


def supervisors(site: Site, of: Learning) -> tuple[Supervisor, ...]:
    """Everybody on the accepted agency forms, with how many entries wait for each."""
    named = signers(of.own)
    known = people(site.session(), named)
    links = signing_links.newest(site.session(), of.enrolment.person)
    found = []
    for identity, roles in named.items():
        link = links.get(identity)
        who = known.get(identity)
        works = link is not None and link.works(site.now())
        found.append(
            Supervisor(
                id=identity,
                name=who.name if who else identity,
                has_address=bool(who and who.email),
                roles=roles,
                waiting=len(waiting_for(identity, of.own, of.stages))
                + len(to_answer(identity, of.own)),
                asked=link.made if link else None,
                works_until=link.expires if link and works else None,
                rests=link is not None and rests(site, link),
            )
        )
    return tuple(sorted(found, key=lambda s: s.name))


def own_note(site: Site, of: Learning, entry: Record) -> str:
    """The note of an entry, for its author's own form."""
    return str(content_of(site.session(), entry.get("note")) or "")
