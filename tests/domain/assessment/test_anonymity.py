"""Candidates' codes: keyed, read aloud without mistakes, one for each, and telling nothing."""

from __future__ import annotations

from lms.domain.assessment import anonymity
from lms.domain.assessment.anonymity import ALPHABET, LENGTH, Candidates, Enrolling, codes

SECRET = b"only for tests, never elsewhere"


def cohort(count: int, name: str = "spring", secret: bytes = SECRET) -> list[Enrolling]:
    return [Enrolling(f"{name}-{number:03}", name, secret) for number in range(count)]


def test_a_code_is_short_and_has_no_sign_that_is_taken_for_another() -> None:
    found = codes(cohort(300))
    assert {len(code) for code in found.values()} == {LENGTH}
    assert not set("".join(found.values())) & set("0O1ILAEU258BSZG")


def test_a_code_says_nothing_of_the_enrolment_or_of_its_place() -> None:
    found = codes(cohort(40))
    assert not any(code.lower() in enrolment for enrolment, code in found.items())
    assert list(found.values()) != sorted(found.values())


def test_nobody_without_the_secret_can_work_a_code_out() -> None:
    assert not set(codes(cohort(40)).values()) & set(codes(cohort(40, secret=b"x" * 32)).values())


def test_cohorts_have_keys_of_their_own() -> None:
    (spring,) = codes([Enrolling("one", "spring", SECRET)]).values()
    (autumn,) = codes([Enrolling("one", "autumn", SECRET)]).values()
    assert spring != autumn


def test_whoever_is_enrolled_later_changes_nobodys_code(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(anonymity, "ALPHABET", ALPHABET[:3])
    anonymity.code_of.cache_clear()
    few, many = codes(cohort(60)), codes(cohort(120))
    anonymity.code_of.cache_clear()
    assert {one: many[one] for one in few} == few
    assert len(set(many.values())) == 120


def test_a_code_under_which_work_was_released_stays_and_no_other_work_has_it() -> None:
    names = Candidates({"one": "K7M4X"}, {"essay": "4F2A1C"})
    assert names.name("one", "essay") == "Candidate 4F2A1C"
    assert names.name("one", "report") == names.name("one") == "Candidate K7M4X"
