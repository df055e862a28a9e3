"""What people of the example world wrote: there where one looks, counted, answered, nobody's twice."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from lms.domain.possible_names import possible_names
from lms.domain.programme import Assessment, LogTemplate
from lms.domain.word_count import count_words
from lms.services.demo.cast import EVERYBODY
from lms.services.demo.cohorts import INTAKES
from lms.services.demo.sign_in import SIGN_INS
from lms.services.demo.story import Told
from lms.services.demo.writing import MARKER, log_text, work_text
from lms.services.find_identifiers import find_identifiers
from tests.services.test_demo import AUTUMN, programmes, story

UNDER_WAY = {"foundation-2", "year-2-2", "qualifying-2", "supervision-2", "leadership-2"}
"""The intakes that tutors teach at present; those of Year 4 are in the middle of their course."""
NOT_TEXTS = {"viva", "dissertation"}
"""A viva has no text, and nobody in the example world has written twelve thousand words."""
STAGES = {"foundation", "year-2", "year-3", "year-4", "supervision", "leadership"}
LONG_PARAGRAPH = 25


def names_of_texts() -> list[str]:
    """Every file of texts, without its ending."""
    folder = files("lms.services.demo") / "texts"
    return sorted(file.name.removesuffix(".md") for file in folder.iterdir())


def raw(name: str) -> str:
    return (files("lms.services.demo") / "texts" / f"{name}.md").read_text("utf-8")


@dataclass(frozen=True)
class Piece:
    """A log or a piece of work as the story tells it, with the answer it had, if any."""

    person: str
    stage: str
    cohort: str
    item: LogTemplate | Assessment
    told: Told
    answer: Told | None

    @property
    def text(self) -> str:
        content = self.told.texts["document"]
        return content if isinstance(content, str) else "\n\n".join(content.values())

    @property
    def is_written(self) -> bool:
        return not self.text.startswith("[")

    @property
    def words(self) -> int:
        return int(self.told.fact.get("words"))

    @property
    def content(self) -> Any:
        return self.told.texts["document"]


@cache
def pieces() -> tuple[Piece, ...]:
    """Everything that was handed in by the first of November."""
    return tuple(_pieces())


def _pieces() -> Iterator[Piece]:
    told = [one for _, one in story(AUTUMN).in_order()]
    cohorts = {o.fact.id: o.fact.get("cohort") for o in told if o.fact.kind == "enrolment"}
    answers = {answered(o): o for o in told if is_answer(o)}
    items = {item.id: (stage, item) for stage, item in _items()}
    for one in told:
        if one.fact.kind in ("log", "submission") and not one.fact.get("in-person"):
            stage, item = items[one.fact.get("template") or one.fact.get("assessment")]
            person, cohort = one.fact.subject.id, cohorts[one.fact.enrolment]
            yield Piece(person, stage, cohort, item, one, answers.get(answered_by(one)))


def _items() -> Iterator[tuple[str, LogTemplate | Assessment]]:
    """What can be written in each stage."""
    for programme in programmes().values():
        for stage in programme.stages:
            yield from ((stage.id, template) for template in stage.logs)
            yield from ((stage.id, assessment) for assessment in stage.assessments)


def is_answer(one: Told) -> bool:
    """Whether it says what came of a piece: for good, which a minor slip does not."""
    return one.fact.kind in ("log-response", "mark") or one.fact.get("grade") == "major"


def answered(answer: Told) -> object:
    """What a tutor's or a marker's answer is to."""
    fact = answer.fact
    if fact.kind == "log-response":
        return fact.get("log")
    return (fact.enrolment, fact.get("assessment"), fact.get("attempt"))


def answered_by(piece: Told) -> object:
    fact = piece.fact
    if fact.kind == "log":
        return fact.id
    return (fact.enrolment, fact.get("assessment"), fact.get("attempt"))


def logs() -> list[Piece]:
    return [p for p in pieces() if isinstance(p.item, LogTemplate)]


def work() -> list[Piece]:
    return [p for p in pieces() if isinstance(p.item, Assessment)]


# --- there where one looks -------------------------------------------------------------------------


def test_every_text_is_told_by_somebody() -> None:
    told = {piece.text for piece in pieces() if piece.is_written}
    drafts = [draft.content for draft in story(AUTUMN).drafts]
    said = "\n\n".join([*told, *(t for d in drafts for t in d["texts"].values())])
    assert [name for name in names_of_texts() if first_words(name) not in said] == []


def first_words(name: str) -> str:
    """The first paragraph that a file gives its writer."""
    found = [p for p in raw(name).split("\n\n") if not p.startswith("#")]
    return found[0].strip()


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_three_learners_and_more_have_written_logs_in_every_stage(stage: str) -> None:
    writers = {log.person for log in logs() if log.stage == stage and log.is_written}
    assert len(writers) >= 3


def test_whoever_is_learning_now_has_written_every_log() -> None:
    empty = [(p.person, p.stage) for p in logs() if p.cohort in UNDER_WAY and not p.is_written]
    assert empty == []


def test_the_learners_one_signs_in_as_have_written_everything() -> None:
    learners = {who.person for who in SIGN_INS if who.part.startswith("Learner")}
    empty = [(p.person, p.item.id) for p in pieces() if p.person in learners and not p.is_written]
    assert len(learners) == 5
    assert empty == []


def test_whatever_waits_for_an_answer_can_be_read() -> None:
    waiting = [p for p in pieces() if p.answer is None and not is_no_text(p)]
    assert {p.person for p in waiting} > {"rhona", "deborah", "petra", "dmitri"}
    assert [(p.person, p.item.id) for p in waiting if not p.is_written] == []


def is_no_text(piece: Piece) -> bool:
    """Whether it is not a text for a reader."""
    return isinstance(piece.item, Assessment) and piece.item.kind in NOT_TEXTS


def test_a_text_can_be_read_of_every_kind_of_assessed_work() -> None:
    every = {a.kind for p in programmes().values() for s in p.stages for a in s.assessments}
    assert {kind_of(p) for p in work() if p.is_written} == every - NOT_TEXTS


def kind_of(piece: Piece) -> str:
    assert isinstance(piece.item, Assessment)
    return piece.item.kind


def test_no_curriculum_is_without_an_intake_that_was_looked_at() -> None:
    assert {INTAKES[name].programme for name in UNDER_WAY} == set(programmes())


def test_the_document_says_how_much_there_is_to_read() -> None:
    document = (Path(__file__).parents[2] / "docs" / "example-world.md").read_text("utf-8")
    texts = sum(log.is_written for log in logs()), sum(one.is_written for one in work())
    assert "{} reflective logs and {} pieces of assessed work".format(*texts) in document


# --- counted and answered --------------------------------------------------------------------------


def test_the_words_of_a_text_are_those_that_stand_in_it() -> None:
    wrong = [
        (p.person, p.item.id, p.words)
        for p in pieces()
        if p.is_written and p.words != count_words(p.text)
    ]
    assert wrong == []


def test_an_accepted_log_answers_every_prompt_at_the_length_asked_for() -> None:
    short = [
        (p.person, p.item.id, p.words)
        for p in logs()
        if p.is_written and decision(p) == "accepted" and not is_whole(p)
    ]
    assert short == []


def decision(piece: Piece) -> str:
    return str(piece.answer.fact.get("decision")) if piece.answer else ""


def is_whole(log: Piece) -> bool:
    assert isinstance(log.item, LogTemplate)
    return all(log.content.values()) and log.words >= (log.item.words_at_least or 0)


def test_a_returned_log_is_told_what_to_do_next() -> None:
    returned = [p for p in logs() if decision(p) == "returned"]
    assert len({p.person for p in returned}) >= 8
    short = [p.person for p in returned if count_words(str(said(p))) < 50]
    assert short == []


def said(piece: Piece) -> object:
    assert piece.answer is not None
    return piece.answer.texts["feedback"]


def test_no_two_written_logs_are_answered_in_the_same_words() -> None:
    answers = [str(said(p)) for p in logs() if p.is_written and p.answer]
    assert len(answers) > 80
    assert len(set(answers)) == len(answers)


def test_a_marker_speaks_of_criteria_that_there_are() -> None:
    strange = [
        (p.person, p.item.id, title, band)
        for p in work()
        if (written := work_text(p.person, p.item.id, int(p.told.fact.get("attempt"))))
        and written.answer
        for title, (band, _) in written.answer.criteria.items()
        if band not in bands_of(p).get(title, ())
    ]
    assert strange == []


def bands_of(piece: Piece) -> Mapping[str, list[str]]:
    assert isinstance(piece.item, Assessment)
    return {c.title: [band for band, _ in c.bands] for c in piece.item.criteria}


def test_a_failed_piece_was_answered_and_written_again() -> None:
    first, second = (p for p in work() if p.person == "deborah" and p.item.id == "fnd.case")
    assert first.answer is not None
    assert first.answer.fact.get("mark") == 44
    assert len(first.answer.texts["feedback"]["criteria"]) == 6
    kept = set(first.text.split("\n\n")) & set(second.text.split("\n\n"))
    assert kept
    assert second.words > 2 * first.words


def test_what_a_marker_said_of_a_criterion_renamed_since_is_said_over_all() -> None:
    written = work_text("deborah", "fnd.case")
    assert written is not None
    assert written.answer is not None
    feedback = written.answer.feedback([])
    assert feedback["criteria"] == {}
    assert "Eleven supervised contacts show how he is when supervised." in feedback["overall"]
    assert written.answer.bands([]) == {}


def test_a_piece_without_a_text_says_so() -> None:
    assert log_text("nobody-foundation-1") is None
    assert work_text("nobody", "fnd.case") is None
    silent = [p for p in pieces() if not p.is_written]
    assert [p.text for p in silent if "example world" not in p.text and "viva" not in p.text] == []


# --- nobody in it, nobody's twice ------------------------------------------------------------------


@pytest.mark.parametrize("name", names_of_texts())
def test_the_confidentiality_check_warns_of_nothing(name: str) -> None:
    names = [member.name for member in EVERYBODY]
    assert find_identifiers(raw(name), names, today=AUTUMN) == ()
    assert possible_names(raw(name)) == ()


def test_nobody_writes_a_name_of_this_world_into_a_text() -> None:
    surnames = "|".join(re.escape(member.name.split(" ")[-1]) for member in EVERYBODY)
    found = {name: re.findall(rf"\b(?:{surnames})\b", raw(name)) for name in names_of_texts()}
    assert {name: those for name, those in found.items() if those} == {}


def test_no_long_paragraph_stands_in_two_texts() -> None:
    places = defaultdict(set)
    for name in names_of_texts():
        for paragraph in raw(name).split("\n\n"):
            if count_words(paragraph) > LONG_PARAGRAPH:
                places[paragraph].add(
                    re.sub(r"-(2|returned)$", "", name) if MARKER not in name else name
                )
    assert [found for found in places.values() if len(found) > 1] == []


def test_nothing_that_was_written_leaves_anything_out() -> None:
    assert [p.person for p in pieces() if p.is_written and "left out" in p.text] == []
