"""How many words a text has, as its marker, its moderator and its writer are shown it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.results import result_of
from lms.domain.assessment.word_counts import waits_for_count, word_count
from lms.domain.assessment.work import Work
from lms.domain.records import Record
from lms.domain.refusals.of_words import why_not_contested, why_not_decided
from lms.services.handed_content import HandedContent
from lms.services.people import name_of
from lms.services.site import Site
from lms.store.documents import content_of, text_in


@dataclass(frozen=True, slots=True)
class CountDecided:
    """What somebody decided: which number ``holds`` (``counted``, ``stated`` or ``another``), and why.

    ``by`` is empty where the reader is not told who it was.
    """

    record: str
    holds: str
    words: int
    reason: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class ShownCount:
    """The words of one text.

    ``counted`` are those that the site counted; ``stated`` the writer's number where it is another,
    with its ``reason``; ``contested`` the day on which the writer said so after handing in.
    ``unread`` names what of the files may hold words that nothing could read. ``words`` is the
    number that holds; ``waits`` says that nobody has decided about the writer's, ``penalty`` that
    the mark waits for that. ``no_decision`` and ``no_contest`` say why it cannot be decided, or
    contested, any more; empty where it can.
    """

    counted: int
    stated: int | None
    reason: str
    contested: date | None
    unread: tuple[str, ...]
    words: int
    waits: bool
    penalty: bool
    decision: CountDecided | None
    no_decision: str
    no_contest: str

    @property
    def worth_telling(self) -> bool:
        """Whether there is more to say than one number."""
        return self.stated is not None or self.decision is not None or bool(self.unread)

    def without_names(self) -> ShownCount:
        """The same without who decided."""
        decision = replace(self.decision, by="") if self.decision else None
        return replace(self, decision=decision)


def shown_count(site: Site, work: Work, text: Record, content: HandedContent) -> ShownCount | None:
    """The words of a submission; ``content`` is its document as far as the reader may see it.

    None for what was shown in person: it has no words.
    """
    if text.get("in-person"):
        return None
    result = result_of(work, attempt_in(work.own, text))
    count, judged = word_count(work, text), work.judged(result.attempt)
    decided = why_not_decided(work, result, text.id)
    contested = why_not_contested(work, result, text.id)
    return ShownCount(
        counted=count.counted,
        stated=count.stated,
        reason=_said(site, count.claim) if count.claim else _reasons(content),
        contested=count.claim.on if count.claim else None,
        unread=tuple(
            f"File {number}: {'; '.join(file.unread)}"
            for number, file in enumerate(content.files, start=1)
            if file.unread
        ),
        words=count.holds,
        waits=count.claimed is not None,
        penalty=waits_for_count(judged, count),
        decision=_decided(site, count.decision) if count.decision else None,
        no_decision=decided.reason if decided else "",
        no_contest=contested.reason if contested else "",
    )


def _reasons(content: HandedContent) -> str:
    """Why the writer gave another number for files when handing them in."""
    return " ".join(file.reason for file in content.files if file.reason)


def _said(site: Site, record: Record) -> str:
    return text_in(content_of(site.session(), record.get("reason")))


def _decided(site: Site, decision: Record) -> CountDecided:
    return CountDecided(
        record=decision.id,
        holds=str(decision.get("holds")),
        words=int(decision.get("words")),
        reason=_said(site, decision),
        by=name_of(site.session(), decision.recorded_by),
        on=decision.on,
    )
