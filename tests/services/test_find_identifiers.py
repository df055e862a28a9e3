"""The confidentiality check finds what could tell who somebody is, and leaves the rest in peace."""

from __future__ import annotations

from datetime import date
from time import thread_time

import pytest

from lms.domain.identifiers import SAYS
from lms.services.find_identifiers import find_identifiers

TODAY = date(2026, 11, 3)
NAMES = ("Amara Okafor", "Jean-Luc O'Brien", "Sam")


def kinds(text: str) -> list[str]:
    return [found.kind for found in find_identifiers(text, NAMES, today=TODAY)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("His number is 943 476 5870.", "nhs-number"),
        ("9434765870", "nhs-number"),
        ("943-476-5870", "nhs-number"),
        ("Her NI was AB 12 34 56 C", "national-insurance"),
        ("pupil B801200005001 moved", "upn"),
        ("write to a.worker@kent.gov.uk about it", "email"),
        ("He was born on 3 March 2019 in", "birth"),
        ("DOB: 03/03/19", "birth"),
        ("dob 2026-10-01, a baby", "birth"),
        ("since 12 June 2011 they have", "birth"),
        ("Sept 4, 2012", "birth"),
        ("case number 48213377", "case-number"),
        ("Mosaic ID: 552231", "case-number"),
        ("in ZC23C50123 the court", "case-number"),
        ("ring 01634 331 662 after", "phone"),
        ("+44 (0)7700 900123", "phone"),
        ("0044 7700 900123", "phone"),
        ("07700900123", "phone"),
        ("they moved to ME4 4TR last", "postcode"),
        ("flat in sw1a 1aa", "postcode"),
        ("She goes to St Mary's Primary School now", "school"),
        ("I spoke with Amara Okafor about it", "name"),
        ("amara okafor's view", "name"),
        ("Jean-Luc O’Brien came", "name"),
        ("943.476.5870", "nhs-number"),
        ("pupil B 801 2000 05001 moved", "upn"),
        ("ab123456c", "national-insurance"),
        ("ring (01634) 331662", "phone"),
        ("ring 01634-331-662 or wait", "phone"),
        ("ring 01634/331662.", "phone"),
        ("0 1 6 3 4 3 3 1 6 6 2", "phone"),
        ("her number, +33 1 23 45 67 89", "phone"),
        ("3 March 2026 (DOB)", "birth"),
        ("aged 6 on 3 March 2026", "birth"),
        ("born on the 3rd of March", "birth"),
        ("Mr Smith came", "person"),
        ("mrs. O'Neill's house", "person"),
        ("Dr Adeyemi wrote", "person"),
        ("Miss Li", "person"),
        ("Social worker Jane rang", "person"),
        ("the health visitor Ann-Marie", "person"),
        ("my name is Kayleigh", "person"),
        ("The client's name was Kayleigh Ann Jones.", "person"),
        ("a boy of 9 called Jayden", "person"),
        ("his sister, who is named Skye", "person"),
        ("the family at 12 Elm Road", "street"),
        ("they live on Elm Road", "street"),
        ("a house in Primrose Lane", "street"),
        ("flat at 3 Elm Court", "street"),
        ("was born in Medway Maritime Hospital", "hospital"),
        ("seen at the Balmoral Gardens Medical Centre", "hospital"),
        ("she attends Elmwood Academy", "school"),
        ("at St Peter's School", "school"),
    ],
)
def test_what_could_name_a_person_is_found(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5871 is no NHS number, for its check digit is wrong",
        "ZZ 12 34 56 C was never issued",
        "A801200005001 has the wrong check letter",
        "We met on 12 October 2026 from 14:00 to 15:30, and on 01.10.2026 9.30.",
        "Section 47, s20 and the Children Act 1989 apply; see case 2016 and reference 1998.",
        "Family F1 and family F2, code Y2, after 60 hours",
        "The Milan School, the Bower Ashton School of thought",
        "Sam said that Amara was tired",
        "Amara. Okay, for now.",
        "in 1985 the symbols were fixed (McGoldrick & Gerson, 1985)",
        "10 of 12 days, 34.5 hours, 2,700 words, 15 000 000",
        "31 February 2001 is no date",
        "Mr B and Mrs B, Ms T., and Dr. X came with their social worker",
        "The Social Worker England registers, a family worker I know, the nurse On duty",
        "an approach called Open Dialogue, a model named after Milan, a tool called the Genogram",
        "Dr Boscolo (1987) and Professor Cecchin, 1993, wrote of it",
        "a girl called Maya (not her real name)",
        "Mr Green, a pseudonym, and a boy called Ali, whose name I have changed",
        "in the High Street, at the Children's Hospital, at Primary School, in Family Court",
        "with Gerry Lane and Wendel Ray; the Working Together Way; Great Place to work",
        "the School of Social Work, at Sixth Form College and the Royal College",
        "02 2026, 0-5 years, 0.5 and 100 000 000 000; ring 0000 000 0000; 000 000 0000",
        "aged 9 and aged 11, in week 12 of 2026",
    ],
)
def test_ordinary_writing_is_left_in_peace(text: str) -> None:
    assert kinds(text) == []


def test_numbers_dressed_up_in_odd_digits_spaces_or_invisible_signs_are_still_found() -> None:
    assert kinds("943\u00a0476\u20115870") == ["nhs-number"]
    assert kinds("\uff19\uff14\uff13\uff14\uff17\uff16\uff15\uff18\uff17\uff10") == ["nhs-number"]
    assert kinds("ME4\u200b 4TR") == ["postcode"]


def test_findings_come_in_the_order_in_which_they_stand_and_each_once() -> None:
    text = "ME4 4TR, then a@b.uk, then ME4 4TR again"
    found = find_identifiers(text, today=TODAY, place="p1")
    assert [(f.passage, f.place) for f in found] == [("ME4 4TR", "p1"), ("a@b.uk", "p1")]


def test_a_mark_holds_for_its_passage_only() -> None:
    (one,) = find_identifiers("ME4 4TR", today=TODAY)
    (same,) = find_identifiers("back in ME4 4TR", today=TODAY)
    (other,) = find_identifiers("ME4 4TS", today=TODAY)
    assert one.mark == same.mark != other.mark


def test_no_warning_repeats_the_passage() -> None:
    for found in find_identifiers("943 476 5870, ME4 4TR, a@b.uk", today=TODAY):
        assert found.passage not in found.says
        assert found.says == SAYS[found.kind]


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "a",
        "a@",
        "0",
        "07",
        "A.",
        "St Mary ",
        "case ",
        "1-",
        "(0",
        "a@b.uk ",
        "0 1 ",
        "Mr A",
        "Road ",
        "called A",
        "+4",
    ],
)
def test_a_long_text_built_to_be_slow_is_read_in_a_moment(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    begin = thread_time()
    find_identifiers(text, NAMES, today=TODAY)
    assert thread_time() - begin < 20  # what grows with the square of the length takes an hour
