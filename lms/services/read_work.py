"""Reading assessed work as its marker: the reading is noted before the text is handed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from lms.domain.assessment.circumstances import accepted
from lms.domain.assessment.layers import (
    AGREE,
    Shown,
    agreed_range,
    is_final,
    layer_of,
    shown_to,
    turn_of,
)
from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.outcome import AGREED, FIRST, SECOND, THIRD, TWO_MARKERS
from lms.domain.assessment.ratings import Difference, Ratings, differences, ratings
from lms.domain.assessment.results import results
from lms.domain.assessment.slips import quarantined_by
from lms.domain.marking import WordRule, word_rule
from lms.domain.policy import Actor
from lms.domain.programme import Assessment, Stage
from lms.domain.records import Record, Records, Refusal
from lms.services.brought_along import Brought, brought_along
from lms.services.feedback import Anchored as Anchored
from lms.services.feedback import Feedback as Feedback
from lms.services.feedback import Passage, passages
from lms.services.feedback import feedback_of as feedback_of
from lms.services.found_work import Marked, marked, require_may_mark
from lms.services.found_work import Work as Work
from lms.services.found_work import find_work as find_work
from lms.services.handed_content import HandedFile, handed_content
from lms.services.logs_with_work import LogWithWork, logs_with_work
from lms.services.people import name_of
from lms.services.quarantine import readable_content
from lms.services.read_audit import record_reading
from lms.services.site import Site
from lms.services.whose_work import is_named, name_or_code
from lms.services.word_counts import ShownCount, shown_count
from lms.store.documents import content_of, text_in

ADJUSTMENTS = ("extension", "lateness")
THIRD_DECIDES = (
    "The two marks lie so far apart that somebody else gives a third mark, which decides. Until then "
    "each of the two can correct a mark, with the reason."
)


@dataclass(frozen=True, slots=True)
class Given:
    """One layer of an attempt's marks, with its feedback; ``by`` names who gave it."""

    record: str
    attempt: int
    mark: int | None
    result: str | None
    bands: Mapping[str, str]
    feedback: Feedback
    by: str
    on: date
    layer: str = "first"
    reason: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """What the reader can do now.

    ``layer`` is the one to give or to correct (empty: none, ``because`` says why, and also what a
    given mark waits for), ``correcting`` that it stands already, ``needs_reason`` that changing it needs one. ``agree`` says that the two
    markers are to agree, on a mark from ``lowest`` to ``highest``.
    """

    layer: str = ""
    correcting: bool = False
    needs_reason: bool = False
    because: str = ""
    agree: bool = False
    lowest: int = 0
    highest: int = 0


@dataclass(frozen=True, slots=True)
class ReadWork:
    """A submission with its brief, its word rule and what the reader sees of its marks.

    ``name`` is a candidate's pseudonym where the reader is not told whose it is, and ``person`` is
    then empty. ``given`` is the mark that the reader would correct; ``layers`` are all that the
    reader sees, ``comments`` those of another marker without bands, mark or result. ``settled``
    says that the board has decided the stage, so that the mark stays as it is. ``words`` is what
    was counted, ``count`` all that is known of it; ``word_rule`` speaks of the number that holds.
    """

    record: str
    person: str
    name: str
    programme: str
    cohort: str
    stage: Stage
    assessment: Assessment
    attempt: int
    family: str
    on: date
    recorded: datetime
    text: str
    erased: bool
    word_rule: WordRule | None
    words: int
    given: Given | None
    earlier: tuple[Given, ...]
    settled: bool
    seen: int
    layers: tuple[Given, ...] = ()
    comments: tuple[Given, ...] = ()
    turn: Turn = field(default_factory=Turn)
    adjusted: bool = False
    files: tuple[HandedFile, ...] = ()
    brought: Brought = field(default_factory=Brought)
    count: ShownCount | None = None
    logs: tuple[LogWithWork, ...] = ()

    @property
    def sheets(self) -> tuple[tuple[Given, Ratings], ...]:
        """What each rater's sheet that the reader sees comes to, where work is rated on a scale."""
        rated = [one for one in self.layers if self.assessment.scale and one.bands]
        return tuple((one, ratings(self.assessment, one.bands)) for one in rated)

    @property
    def raters_apart(self) -> tuple[Difference, ...]:
        """Where two raters differ, item by item, once the reader sees both sheets."""
        bands = {one.layer: one.bands for one, _ in self.sheets}
        if FIRST not in bands or SECOND not in bands:
            return ()
        return differences(self.assessment, bands[FIRST], bands[SECOND])

    @property
    def anchored(self) -> tuple[Anchored, ...]:
        """The comments beside the text that the reader sees, in the order of their marks."""
        return tuple(a for one in (*self.layers, *self.comments) for a in one.feedback.anchored)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The text, cut where those comments begin and end."""
        return passages(self.text, self.anchored)


def read_work(site: Site, actor: Actor, identity: str) -> ReadWork:
    """A submission for somebody who marks it; own-family work only for a tutor of the cohort.

    NotPermitted, with the reason, for those who never mark this learner's work.
    """
    work = find_work(site, actor, identity, "mark-work")
    if actor.person != work.of.enrolment.person:
        require_may_mark(site, actor, work.of, work.record)
    now = marked(site, work)
    record_reading(site, actor, work.of.enrolment.person, work.record.id, "mark-work")
    return _shown(site, actor, now)


def _shown(site: Site, actor: Actor, now: Marked) -> ReadWork:
    work, of = now.found, now.found.of
    record = work.record
    text = readable_content(site, actor, of, record)
    named = is_named(site, actor, of, now.work, now.result)
    handed = handed_content(text)
    count = shown_count(site, now.work, record, handed)
    sees = shown_to(now.work, now.result, actor.person)
    turn = turn_for(now, actor)
    own = now.work.own
    layers = tuple(given_of(site, own, mark) for mark in sees.whole)
    return ReadWork(
        record=record.id,
        person=of.enrolment.person if named else "",
        name=name_or_code(site, of, named, record.id),
        programme=of.programme.id,
        cohort=of.enrolment.cohort,
        stage=work.stage,
        assessment=work.assessment,
        attempt=work.attempt,
        family=record.get("family") or "",
        on=record.on,
        recorded=record.recorded,
        text=handed.readable,
        brought=brought_along(site, of, work.assessment, record, text, named),
        erased=text is None,
        word_rule=word_rule(work.assessment, count.words if count else 0),
        words=count.counted if count else 0,
        count=_as_told(now, sees, count),
        given=next((g for g in layers if g.layer == turn.layer), None) or _single(now, layers),
        earlier=tuple(_earlier(site, now)),
        settled=now.is_decided,
        seen=site.ledger.head(site.session())[0],
        layers=layers,
        comments=tuple(_only_comments(given_of(site, own, mark)) for mark in sees.comments),
        turn=turn,
        adjusted=any(r.get("effect") in ADJUSTMENTS for r in accepted(now.work, work.attempt)),
        files=handed.files,
        logs=logs_with_work(of, work.assessment),
    )


def _as_told(now: Marked, sees: Shown, count: ShownCount | None) -> ShownCount | None:
    """Who decided on the words is told with the marks, and not to one of two markers before."""
    both = len(sees.whole) > 1 or now.work.assessment.markers not in TWO_MARKERS
    return count if count is None or both else count.without_names()


def _single(now: Marked, layers: tuple[Given, ...]) -> Given | None:
    """The one marker's mark, whoever gave it."""
    return layers[-1] if layers and now.work.assessment.markers not in TWO_MARKERS else None


def turn_for(now: Marked, actor: Actor) -> Turn:
    """What somebody can do about an attempt: give a mark, correct one, or agree one."""
    if now.closed_because:
        return Turn(because=now.closed_because)
    layer = standing_layer(now, actor)
    if not layer:
        found = turn_of(now.paper, actor.person)
        return Turn(because=found.reason) if isinstance(found, Refusal) else Turn(found)
    because = why_locked(now, layer)
    needs_reason = correcting_needs_reason(now, layer, actor)
    waits = THIRD_DECIDES if now.paper.needs == THIRD else ""
    turn = Turn("" if because else layer, True, needs_reason, because or waits)
    return _with_agreement(now, turn) if may_agree(now, actor) else turn


def _with_agreement(now: Marked, turn: Turn) -> Turn:
    lowest, highest = agreed_range(now.result)
    return replace(turn, agree=True, lowest=lowest, highest=highest)


def may_agree(now: Marked, actor: Actor) -> bool:
    """Whether the actor is one of two markers whose mark is to be agreed, or was and can change."""
    own = layer_of(now.paper, actor.person)
    agreed = now.result.layers.get(AGREED)
    open_still = agreed is not None and not now.is_locked(agreed)
    return own in (FIRST, SECOND) and (now.paper.needs == AGREE or open_still)


def standing_layer(now: Marked, actor: Actor) -> str:
    """The layer that the actor gave already; of work with one marker, the one that stands."""
    own = layer_of(now.paper, actor.person)
    if own or now.paper.two or now.result.deciding is None:
        return own or ""
    return now.result.deciding.get("layer") or FIRST


def correcting_needs_reason(now: Marked, layer: str, actor: Actor) -> bool:
    """Whether it corrects somebody else's mark, or one that another marker has seen."""
    both = now.paper.two and len(now.paper.markers) > 1
    return both or now.paper.given.get(layer) != actor.person


def why_locked(now: Marked, layer: str) -> str:
    """Why a mark that stands can no longer be corrected by a marker; empty where it can."""
    mark = now.result.layers[layer]
    if now.is_decided:
        return "The board has decided about this work; a mark changes only by the board's decision."
    if now.is_locked(mark):
        return "The marks are released. The programme lead can change one, with a reason."
    if is_final(now.result) and now.result.deciding is not mark:
        return "A mark was agreed or decided over this one, so it stays as it is."
    return ""


def _earlier(site: Site, now: Marked) -> list[Given]:
    """The deciding mark of each attempt before this one."""
    before = [r for r in results(now.work) if r.attempt < now.result.attempt and r.settled]
    return [
        _without_passages(given)
        if r.submission and quarantined_by(now.work.own, r.submission)
        else given
        for r in before
        if r.deciding is not None and (given := given_of(site, now.work.own, r.deciding))
    ]


def _without_passages(given: Given) -> Given:
    """A mark of work under quarantine, without the passages that its comments quote."""
    return replace(given, feedback=replace(given.feedback, anchored=()))


def given_of(site: Site, own: Records, mark: Record) -> Given:
    """A mark with its feedback, its reason, its author's name and the attempt that it counts for."""
    session = site.session()
    reason = content_of(session, mark.get("reason"))
    return Given(
        record=mark.id,
        attempt=attempt_in(own, mark),
        mark=mark.get("mark"),
        result=mark.get("result"),
        bands=mark.get("criteria") or {},
        feedback=feedback_of(content_of(session, mark.get("feedback"))),
        by=name_of(session, mark.recorded_by),
        on=mark.on,
        layer=mark.get("layer") or "first",
        reason=text_in(reason),
        position=mark.position,
    )


def _only_comments(given: Given) -> Given:
    """What the second marker sees of the first one's: comments, but no judgement."""
    feedback = Feedback("", given.feedback.criteria, given.feedback.anchored)
    return Given(
        given.record, given.attempt, None, None, {}, feedback, given.by, given.on, given.layer
    )
