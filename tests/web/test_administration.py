"""The administrator's pages: people, accounts, roles, places, plugins, and who read what."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.registry import LeftOut, Registry
from lms.services import jobs
from lms.services.read_audit import record_reading
from lms.services.site import Site
from lms.testing_world import World

HOME = "/administration/"


@pytest.fixture
def installed_plugins() -> Registry:
    """No plugin, and one that was left out."""
    return Registry({}, [LeftOut("lms_broken", "ImportError: no module named alchemy")])


@pytest.fixture
def operator(world: World, client_for: Callable[[str], FlaskClient]) -> FlaskClient:
    return client_for(world.person("operator", role="operator"))


def hidden(page: str) -> dict[str, str]:
    names = ("csrf_token", "idempotency")
    found = {n: re.search(rf'name="{n}" value="([^"]+)"', page) for n in names}
    return {n: match[1] for n, match in found.items() if match}


def day(name: str, text: str) -> dict[str, str]:
    boxes = zip(("day", "month", "year"), text.split(), strict=True)
    return {f"{name}-{box}": value for box, value in boxes}


def send(client: FlaskClient, url: str, **fields: str) -> tuple[int, str]:
    answer = client.post(url, data={**hidden(client.get(url).text), **fields})
    following = client.get(answer.location) if answer.location else answer
    return answer.status_code, following.text


def test_a_person_is_added_found_and_changed(operator: FlaskClient) -> None:
    status, page = send(operator, f"{HOME}people/new", name="Nia Invented", email="nia@x.org")
    assert status == 302
    assert "Nia Invented is added" in page
    found = operator.post(HOME, data={**hidden(operator.get(HOME).text), "who": "nia"}).text
    link = re.search(r"/administration/people/[0-9a-f-]{36}", found)
    assert link
    status, page = send(operator, f"{link[0]}/change", name="Nia Changed", email="nia@x.org")
    assert "Nia Changed" in page
    assert send(operator, f"{HOME}people/new", name="", email="")[0] == 422
    short = operator.post(HOME, data={**hidden(operator.get(HOME).text), "who": "n"})
    assert short.status_code == 422


def test_an_account_is_opened_by_mail_closed_and_opened_again(
    operator: FlaskClient, world: World, site: Site, sent: list[Any]
) -> None:
    _, page = send(operator, f"{HOME}people/new", name="Nia Invented", email="nia@x.org")
    address = re.search(r"/administration/people/([0-9a-f-]{36})", page)
    assert address
    token = hidden(page)

    def act(name: str) -> str:
        answer = operator.post(f"{address[0]}/account/{name}", data=token)
        return operator.get(answer.location).text

    assert "is on its way" in act("invite")
    jobs.work(site)
    mailed = re.search(r"/set-password/\S+", sent[-1].body)
    assert mailed
    assert "Open, no password set yet" in operator.get(address[0]).text
    assert "account is closed" in act("close")
    assert "is closed; open it again" in act("invite")
    assert "open again" in act("reopen")


def test_the_link_sets_a_password(
    operator: FlaskClient,
    client_for: Callable[[str], FlaskClient],
    site: Site,
    sent: list[Any],
) -> None:
    _, page = send(operator, f"{HOME}people/new", name="Nia Invented", email="nia@x.org")
    address = re.search(r"/administration/people/([0-9a-f-]{36})", page)
    assert address
    operator.post(f"{address[0]}/account/invite", data=hidden(page))
    jobs.work(site)
    mailed = re.search(r"/set-password/\S+", sent[-1].body)
    assert mailed
    nobody = client_for("")
    status, page = send(nobody, mailed[0], password="short")
    assert status == 422
    assert 'href="#password"' in page
    status, page = send(nobody, mailed[0], password="three quiet otters")
    assert status == 302
    assert "Your password is set" in page
    assert nobody.get(mailed[0]).status_code == 404


def test_a_role_is_granted_and_ended(operator: FlaskClient, world: World) -> None:
    world.person("ben")
    world.employment("ben", "kent")
    fields = {"role": "planner", "authority": "kent", **day("first", "2 3 2026")}
    status, page = send(operator, f"{HOME}people/ben/roles/new", **fields)
    assert status == 302
    assert "Planner" in page
    assert "Kent" in page
    link = re.search(r"/administration/people/ben/roles/[0-9a-f-]+/end", page)
    assert link
    status, page = send(operator, link[0], **day("last", "30 6 2026"))
    assert "2 March 2026 to 30 June 2026" in page
    assert send(operator, f"{HOME}people/ben/roles/new", role="")[0] == 422


def test_places_are_added(operator: FlaskClient) -> None:
    assert "None yet" in operator.get(f"{HOME}places").text
    send(operator, f"{HOME}places/new", name="Medway", within="")
    status, page = send(operator, f"{HOME}places/new", name="Pod 1", within="medway")
    assert status == 302
    assert "Pod 1" in page
    assert send(operator, f"{HOME}places/new", name="medway", within="")[0] == 422


def test_the_plugins_page_says_what_is_closed_and_why(
    operator: FlaskClient, world: World, site: Site
) -> None:
    page = operator.get(f"{HOME}plugins").text
    assert "lms_broken" in page
    assert "no module named alchemy" in page
    assert "Closed versions" not in page


def test_a_data_protection_officer_sees_who_read_what_and_no_text(
    world: World, site: Site, client_for: Callable[[str], FlaskClient]
) -> None:
    world.person("ben")
    tutor = site.actor(world.person("tess", role="tutor"))
    for n in range(60):
        record_reading(site, tutor, "ben", f"record-{n}", "answer-log")
    officer = client_for(world.person("olu", role="data-protection-officer"))
    page = officer.get(f"{HOME}readings").text
    assert "record-59" in page
    assert "record-9<" not in page
    assert "Answer log" in page
    earlier = re.search(r'href="([^"]+before=\d+[^"]*)"', page)
    assert earlier
    assert "record-9<" in officer.get(earlier[1].replace("&amp;", "&")).text
    assert "Nothing has been noted" in officer.get(f"{HOME}readings?about=tess").text
    assert "Who read what" in officer.get("/").text


def test_one_entry_of_the_menu_is_marked(
    world: World, client_for: Callable[[str], FlaskClient]
) -> None:
    both = world.person("both", role="operator")
    world.role(both, "data-protection-officer")
    page = client_for(both).get(f"{HOME}readings").text
    assert re.findall(r'aria-current="\w+">\s*(?:<strong[^>]*>)?([^<]+)', page) == ["Who read what"]


@pytest.mark.parametrize("path", ["", "people/ben", "places", "plugins", "readings"])
def test_nobody_else_comes_in(
    world: World, client_for: Callable[[str], FlaskClient], path: str
) -> None:
    world.person("ben")
    lead = client_for(world.person("lead", role="programme-lead"))
    assert lead.get(HOME + path).status_code == 403


def test_an_operator_does_not_see_who_read_what(operator: FlaskClient) -> None:
    assert operator.get(f"{HOME}readings").status_code == 403
