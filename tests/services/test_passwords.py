"""Long pass-phrases are welcome; what guessers try first, and the example's password, are not."""

from __future__ import annotations

import unicodedata

import pytest

from lms.domain.policy import SYSTEM
from lms.errors import BadInput
from lms.services.accounts import create_account
from lms.services.add_person import NewPerson, add_person
from lms.services.demo.password import PASSWORD as PUBLISHED
from lms.services.passwords import LONGEST, hashed_password, normal
from lms.services.site import Site
from lms.store.accounts import account_of
from lms.testing_world import World

pytestmark = pytest.mark.usefixtures("app")  # passwords are hashed by what signs people in
E_ACUTE = "\u00e9"


def problems(site: Site, password: str, email: str = "", name: str = "") -> str:
    """Why a password may not be used; empty where it may."""
    try:
        hashed_password(site, password, email, name)
    except BadInput as fault:
        return " ".join(map(str, fault.problems))
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password1234!",
        "passwordpassword",
        "qwertyuiop12",
        "1q2w3e4r5t6y",
        "123456789012",
        "aaaaaaaaaaaa",
        "abcdefghijkl",
        "letmeinplease",
        "iloveyou1234",
        "changeme1234",
        "Summer2026!!",
        "liverpoolfc1892",
        "socialwork2026",
        "cadrecadrecadre",
        "a" * 128,
        "password" * 16,
    ],
)
def test_what_is_guessed_first_is_refused_with_the_reason(site: Site, password: str) -> None:
    assert "among those that are guessed first" in problems(site, password)


def test_a_name_with_a_number_is_refused(site: Site) -> None:
    assert problems(site, "Rosalind Okonkwo 7", "r@example.org", "Rosalind Okonkwo")


@pytest.mark.parametrize(
    "password",
    [
        "three quiet otters",
        "ein ganz normaler Satz über Äpfel",
        "Ωμέγα άλφα και βήτα",
        "八つの静かな川が海へ流れていく朝",
        "🦦 otters sleep 🌊 holding paws",
        "the grey cat sat by the window and counted every bus that went past until it rained hard "
        "and then slept until supper time",
        "x" * 40 + " three quiet otters in a very long line",
        " begins and ends with a space ",
    ],
)
def test_long_ones_of_any_letters_are_welcome(site: Site, password: str) -> None:
    refused = "xxxx" in password
    assert bool(problems(site, password)) == refused


def test_128_letters_with_accents_are_welcome(site: Site) -> None:
    phrase = ("crème brûlée à la façon de la grand-mère, dégustée près du château " * 3)[:128]
    assert len(phrase) == 128
    assert problems(site, phrase) == ""


def test_too_long_is_said_and_no_fault(site: Site) -> None:
    assert f"at most {LONGEST} characters" in problems(site, "quiet otters " * 400)
    assert f"at most {LONGEST} characters" in problems(site, "\ufdfa" * LONGEST)


def test_a_letter_written_as_two_signs_counts_once(site: Site) -> None:
    eleven = unicodedata.normalize("NFD", E_ACUTE * 5) + "z9k4xq"
    assert "at least 12 characters" in problems(site, eleven)
    assert normal(E_ACUTE) == normal(unicodedata.normalize("NFD", E_ACUTE))


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_signs_that_nobody_types_are_refused(site: Site, sign: str) -> None:
    assert "cannot be typed" in problems(site, f"three quiet{sign} otters")


def test_the_examples_password_is_refused_once_anybody_is_real(site: Site, world: World) -> None:
    assert "published password" in problems(site, PUBLISHED)
    world.person("amara")
    site.session().rollback()
    assert problems(site, PUBLISHED) == ""
    real = add_person(site, SYSTEM, NewPerson("Nia Real", "nia@example.org"))
    assert "published password" in problems(site, PUBLISHED)
    with pytest.raises(BadInput):
        create_account(site, SYSTEM, real, "nia@example.org", PUBLISHED)
    assert account_of(site.session(), real) is None
