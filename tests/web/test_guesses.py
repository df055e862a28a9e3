"""Wrong tries at passwords, tokens and links are counted, and nobody else has to wait for them."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.domain.guessing import ADDRESS, KEYS, PASSWORD
from lms.services import guesses, tokens
from lms.services.site import Site
from lms.services.tokens import make_token
from lms.store.accounts import account_of
from lms.store.tables import GuessRow
from lms.testing import Clock
from lms.testing_world import World
from tests.fixtures.sign_in import PASSWORD as HERS

AMARA = "amara@example.org"


@pytest.fixture
def amara(amara_with_password: str) -> str:
    """A person who can sign in with the password."""
    return amara_with_password


@pytest.fixture
def colleagues(world: World, amara: str) -> list[str]:
    """Eleven more with the same password, without the time that hashing takes."""
    hashed = account_of(world.site.session(), amara)
    assert hashed
    names = [world.person(f"colleague-{n}") for n in range(11)]
    with world.site.ledger.write("system") as writer:
        for name in names:
            account = account_of(writer.session, name)
            assert account
            account.password = hashed.password
    return names


def sign_in(
    client: FlaskClient, email: str, password: str, address: str = "192.0.2.1"
) -> TestResponse:
    here = {"REMOTE_ADDR": address}
    page = client.get("/sign-in", environ_base=here).text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    form = {**fields, "email": email, "password": password}
    return client.post("/sign-in", data=form, environ_base=here)


def count_as_failed(site: Site, one: guesses.Counter, times: int) -> None:
    """Let so many tries have failed, without the time that looking at passwords takes."""
    for _ in range(times):
        guesses.take(site, [one])


def fail(site: Site, email: str, address: str = "192.0.2.1", times: int = PASSWORD.free) -> None:
    count_as_failed(site, guesses.counter(PASSWORD, email, address), times)


def test_eleven_colleagues_behind_one_address_get_in(app: Flask, colleagues: list[str]) -> None:
    answers = [sign_in(app.test_client(), f"{c}@example.org", HERS) for c in colleagues]
    assert [a.status_code for a in answers] == [302] * 11
    assert {a.location for a in answers} == {"/"}


def test_right_passwords_leave_nothing_counted_against_the_address(
    app: Flask, site: Site, colleagues: list[str]
) -> None:
    for colleague in colleagues[:3]:
        sign_in(app.test_client(), f"{colleague}@example.org", HERS)
    site.session().rollback()
    failures = site.session().scalars(select(GuessRow.failures)).all()
    assert sum(failures) == 0


def test_the_page_says_when_to_try_again(app: Flask, site: Site, amara: str, clock: Clock) -> None:
    fail(site, AMARA)
    answer = sign_in(app.test_client(), AMARA, HERS)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "31"
    assert "There were too many tries. Try again in 31 seconds." in answer.text
    assert 'value="amara@example.org"' in answer.text
    clock.forward(seconds=31)
    assert sign_in(app.test_client(), AMARA, HERS).status_code == 302


def test_a_longer_pause_is_told_in_minutes_and_by_the_clock(
    app: Flask, site: Site, amara: str, clock: Clock
) -> None:
    fail(site, AMARA)
    for _ in range(3):
        clock.forward(hours=1)
        fail(site, AMARA, times=1)
    answer = sign_in(app.test_client(), AMARA, HERS)
    assert "Try again in 5 minutes, from 12:05." in answer.text


def test_an_address_without_an_account_is_paused_in_the_same_way(
    app: Flask, site: Site, amara: str
) -> None:
    fail(site, "nobody@example.org")
    answer = sign_in(app.test_client(), "Nobody@example.org ", HERS)
    assert answer.status_code == 429
    assert "Try again in 31 seconds." in answer.text


def test_the_right_password_forgets_the_wrong_ones_before_it(
    app: Flask, site: Site, amara: str
) -> None:
    fail(site, AMARA, times=PASSWORD.free - 1)
    assert sign_in(app.test_client(), AMARA, HERS).status_code == 302
    assert sign_in(app.test_client(), AMARA, "not this one").status_code == 200


def test_wrong_tries_elsewhere_keep_nobody_out(app: Flask, site: Site, amara: str) -> None:
    fail(site, AMARA, address="198.51.100.9")
    assert sign_in(app.test_client(), AMARA, HERS).status_code == 302


def test_another_address_of_the_same_network_is_the_same_caller(
    app: Flask, site: Site, amara: str
) -> None:
    fail(site, AMARA, address="2001:db8:1:2::/64")
    answer = sign_in(app.test_client(), AMARA, HERS, address="2001:db8:1:2:aaaa::9")
    assert answer.status_code == 429
    assert sign_in(app.test_client(), AMARA, HERS, address="2001:db8:1:3::9").status_code == 302


def test_a_browser_that_signed_in_before_is_never_paused_by_strangers(
    app: Flask, site: Site, amara: str
) -> None:
    hers, strange = app.test_client(), app.test_client()
    assert sign_in(hers, AMARA, HERS).status_code == 302
    token = re.search(r'name="csrf_token" value="([^"]+)"', hers.get("/").text)
    assert token
    hers.post("/sign-out", data={"csrf_token": token[1]})
    fail(site, AMARA)
    count_as_failed(site, guesses.counter(ADDRESS, "192.0.2.1"), ADDRESS.free)
    assert sign_in(strange, AMARA, HERS).status_code == 429
    assert sign_in(hers, AMARA, HERS).status_code == 302


def test_a_browser_that_signed_in_before_is_paused_by_its_own_wrong_tries(
    app: Flask, amara: str
) -> None:
    hers = app.test_client()
    assert sign_in(hers, AMARA, HERS).status_code == 302
    hers.delete_cookie("cadre")
    answers = [sign_in(hers, AMARA, f"not this {n}") for n in range(PASSWORD.free + 1)]
    assert [a.status_code for a in answers] == [200] * PASSWORD.free + [429]


def test_a_browser_known_for_one_account_is_a_stranger_to_another(
    app: Flask, site: Site, colleagues: list[str]
) -> None:
    hers = app.test_client()
    assert sign_in(hers, AMARA, HERS).status_code == 302
    hers.delete_cookie("cadre")
    fail(site, "colleague-1@example.org")
    assert sign_in(hers, "colleague-1@example.org", HERS).status_code == 429


def test_a_forged_mark_makes_no_browser_known(app: Flask, site: Site, amara: str) -> None:
    fail(site, AMARA)
    client = app.test_client()
    client.set_cookie("cadre-known", "W10.forged.mark")
    assert sign_in(client, AMARA, HERS).status_code == 429


def test_trying_many_accounts_from_one_address_is_slowed_down(
    app: Flask, site: Site, amara: str
) -> None:
    count_as_failed(site, guesses.counter(ADDRESS, "192.0.2.1"), ADDRESS.free)
    answer = sign_in(app.test_client(), AMARA, HERS)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "61"
    assert sign_in(app.test_client(), AMARA, HERS, address="192.0.2.2").status_code == 302


def test_ones_own_right_password_does_not_make_up_for_wrong_ones_at_other_accounts(
    app: Flask, site: Site, amara: str, clock: Clock
) -> None:
    count_as_failed(site, guesses.counter(ADDRESS, "192.0.2.1"), ADDRESS.free)
    clock.forward(seconds=61)
    assert sign_in(app.test_client(), AMARA, HERS).status_code == 302
    assert sign_in(app.test_client(), "ben@example.org", "wrong").status_code == 200
    assert sign_in(app.test_client(), "cleo@example.org", "wrong").status_code == 429


def test_a_paused_guesser_writes_nothing(app: Flask, site: Site, amara: str) -> None:
    fail(site, AMARA)
    before = rows(site)
    for _ in range(3):
        sign_in(app.test_client(), AMARA, "wrong")
    assert rows(site) == before


def rows(site: Site) -> list[tuple[object, ...]]:
    site.session().rollback()
    query = select(GuessRow.key, GuessRow.failures, GuessRow.until).order_by(GuessRow.key)
    return [tuple(row) for row in site.session().execute(query)]


def test_the_table_names_no_address_and_no_account(app: Flask, site: Site, amara: str) -> None:
    sign_in(app.test_client(), AMARA, "wrong")
    assert "amara" not in str(rows(site))
    assert "192.0.2.1" not in str(rows(site))


def test_what_is_forgotten_is_erased(app: Flask, site: Site, amara: str, clock: Clock) -> None:
    fail(site, AMARA, times=1)
    clock.forward(hours=23)
    guesses.erase_old(site)
    assert len(rows(site)) == 1
    clock.forward(hours=1)
    guesses.erase_old(site)
    assert rows(site) == []


def test_the_present_password_is_no_way_to_guess(
    client_for: Callable[[str], FlaskClient], amara: str
) -> None:
    client = client_for(amara)
    page = client.get("/account/password").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    form = {"csrf_token": token[1], "new": "four quiet otters"}
    answers = [
        client.post("/account/password", data={**form, "current": f"guess {n}"})
        for n in range(PASSWORD.free + 1)
    ]
    assert [a.status_code for a in answers] == [422] * PASSWORD.free + [429]
    assert "Try again in" in answers[-1].text
    assert "Retry-After" in answers[-1].headers


@pytest.mark.parametrize(
    "path", ["/sign/never-given-out", "/signed/never-given-out", "/set-password/never-given-out"]
)
def test_links_that_were_never_given_out_are_counted(app: Flask, site: Site, path: str) -> None:
    client = app.test_client()
    assert client.get(path).status_code == 404
    count_as_failed(site, guesses.counter(KEYS, "127.0.0.1"), KEYS.free - 1)
    answer = client.get(path)
    assert answer.status_code == 429
    assert "Try again in 31 seconds." in answer.text
    assert answer.headers["Retry-After"] == "31"


def test_a_token_that_works_does_so_whatever_others_tried(
    app: Flask, site: Site, amara: str
) -> None:
    _, secret = make_token(site, site.actor(amara), "Our warehouse", tokens.READ)
    client = app.test_client()

    def ask(shown: str) -> TestResponse:
        return client.get("/api/v1/me", headers={"Authorization": f"Bearer {shown}"})

    assert ask("cadre_guess").status_code == 401
    count_as_failed(site, guesses.counter(KEYS, "127.0.0.1"), KEYS.free - 1)
    answer = ask("cadre_another-guess")
    assert answer.status_code == 429
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Retry-After"] == "31"
    assert ask(secret).status_code == 200


def test_a_token_or_link_that_has_ended_is_no_guess(app: Flask, site: Site, amara: str) -> None:
    token, secret = make_token(site, site.actor(amara), "Our warehouse", tokens.READ)
    tokens.revoke_token(site, site.actor(amara), token.id)
    shown = {"Authorization": f"Bearer {secret}"}
    assert app.test_client().get("/api/v1/me", headers=shown).status_code == 401
    site.session().rollback()
    assert site.session().scalar(select(func.count()).select_from(GuessRow)) == 0


def test_guesses_at_links_keep_nobody_from_signing_in(app: Flask, site: Site, amara: str) -> None:
    count_as_failed(site, guesses.counter(KEYS, "192.0.2.1"), KEYS.free)
    assert sign_in(app.test_client(), AMARA, HERS).status_code == 302


def test_a_password_of_any_length_is_merely_wrong(app: Flask, amara: str) -> None:
    assert sign_in(app.test_client(), AMARA, "long " * 20_000).status_code == 200
    assert sign_in(app.test_client(), "nobody@example.org", "long " * 20_000).status_code == 200
