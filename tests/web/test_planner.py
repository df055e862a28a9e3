"""The planner's pages: counts for everybody, names where the grant covers, checks on one page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from lms.services.cadre import count_cadre
from lms.services.record_checks import save_number
from lms.services.see_in_cadre import LOOKED_UP
from lms.services.site import Site
from lms.testing import Clock
from tests.fixtures.workforce import Workforce


@pytest.fixture
def planner(workforce: Workforce, client_for: Callable[[str], FlaskClient]) -> FlaskClient:
    return client_for("planner")


def hidden(page: str) -> dict[str, str]:
    names = ("csrf_token", "idempotency")
    found = {n: re.search(rf'name="{n}" value="([^"]+)"', page) for n in names}
    return {n: match[1] for n, match in found.items() if match}


def day(name: str, text: str) -> dict[str, str]:
    boxes = zip(("day", "month", "year"), text.split(), strict=True)
    return {f"{name}-{box}": value for box, value in boxes}


def test_the_cadre_is_counted_for_the_whole_partnership(planner: FlaskClient) -> None:
    page = planner.get("/cadre/").text
    assert re.search(r"Dual qualified, confirmed</dt><dd><span[^>]*>0</span> people", page)
    assert "those of your own are exact" in page
    assert "full-time equivalent, to the nearest 5" in page
    assert re.search(r"Kent</a><span[^>]*> to the nearest 5", page)
    assert "Nobody who works here" not in page
    own = planner.get("/cadre/?authority=medway").text
    assert re.search(r"Dual qualified, confirmed</dt><dd><span[^>]*>1</span> person", own)
    assert "<svg" in own
    assert "nearest 5" not in own
    other = planner.get("/cadre/?authority=kent").text
    assert "does not cover the names of this authority" in other
    assert re.search(r"Dual qualified, confirmed</dt><dd><span[^>]*>0</span>", other)


def test_names_are_shown_for_medway_and_counts_for_kent(planner: FlaskClient) -> None:
    page = planner.get("/cadre/people").text
    assert "Amara" in page
    assert "Cara" not in page
    assert "Kent: 0 people" in page
    assert "rounded to the nearest 5" in page
    assert planner.get("/cadre/people/amara").status_code == 200
    assert planner.get("/cadre/people/cara").status_code == 404


def test_the_date_form_gives_the_cadre_of_that_day(planner: FlaskClient) -> None:
    page = planner.get("/cadre/?as_of-day=1&as_of-month=9&as_of-year=2023&authority=medway").text
    assert "1 September 2023" in page
    assert re.search(r"Dual qualified, confirmed</dt><dd><span[^>]*>0</span>", page)
    assert "Nobody who works here" in page


@pytest.mark.parametrize(
    ("boxes", "says"),
    [
        ("as_of-day=31&as_of-month=2&as_of-year=2026", "Give the day, month and year"),
        ("as_of-day=&as_of-month=2&as_of-year=2026", "Give the day, month and year"),
        ("as_of-day=1&as_of-month=1&as_of-year=2027", "1 January 2027 lies ahead"),
        ("known-day=x&known-month=1&known-year=2026", "or leave it empty"),
    ],
)
@pytest.mark.parametrize("path", ["/cadre/", "/cadre/people", "/cadre/people/amara"])
def test_a_date_that_cannot_be_answered_explains_itself(
    planner: FlaskClient, path: str, boxes: str, says: str
) -> None:
    answer = planner.get(f"{path}?{boxes}")
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="2026"' in answer.text or 'value="2027"' in answer.text


@pytest.mark.parametrize(
    ("path", "place"),
    [("/cadre/", "authority=medway"), ("/cadre/people", "authority=medway&stage=everybody")],
)
def test_a_date_that_cannot_be_answered_keeps_the_place(
    planner: FlaskClient, path: str, place: str
) -> None:
    answer = planner.get(f"{path}?{place}&as_of-day=31&as_of-month=2&as_of-year=2026")
    assert answer.status_code == 422
    for each in place.split("&"):
        name, _, value = each.partition("=")
        assert f'type="hidden" name="{name}" value="{value}"' in answer.text


def test_what_was_known_on_an_earlier_day(planner: FlaskClient, site: Site) -> None:
    """The fixture wrote its records today, so yesterday nobody was known to be anything."""
    page = planner.get("/cadre/?known-day=1&known-month=3&known-year=2026").text
    assert re.search(r"Dual qualified, confirmed</dt><dd><span[^>]*>0</span>", page)
    assert "as known on 1 March 2026, 23:59" in page


def test_the_second_of_december_says_unconfirmed_and_not_lapsed(
    planner: FlaskClient, clock: Clock
) -> None:
    clock.set(date(2026, 12, 2))
    page = planner.get("/cadre/?authority=medway").text
    assert "Awaiting a re-check is not lapsed" in page
    person = planner.get("/cadre/people/ben").text
    assert "unconfirmed since 1 December 2026" in person
    assert "that is not a lapse" in person


def test_a_person_page_holds_no_text(planner: FlaskClient, workforce: Workforce) -> None:
    page = planner.get("/cadre/people/amara").text
    assert "held since 1 October 2023" in page
    assert "12 January 2026" in page
    assert "Medway, Pod-1" in page


def test_counts_are_downloaded(planner: FlaskClient) -> None:
    answer = planner.get("/cadre/counts.csv?as_of=2026-02-01")
    assert answer.mimetype == "text/csv"
    assert "all,,dual-qualified" not in answer.text  # two of them, to the nearest five
    assert "kent,," not in answer.text
    assert "medway,,dual-qualified,1,1," in answer.text
    assert planner.get("/cadre/counts.csv?as_of=2036-02-01").status_code == 422


def test_teams_are_counted_within_an_authority(planner: FlaskClient) -> None:
    page = planner.get("/cadre/?authority=medway").text
    assert "By team" in page
    assert "Pod-1" in page
    assert planner.get("/cadre/?authority=medwy").status_code == 404


def test_numbers_are_taken_out_in_a_batch(
    planner: FlaskClient, site: Site, workforce: Workforce, clock: Clock
) -> None:
    save_number(site, workforce.medway, "ben", "swe", "SW12345")
    clock.set(date(2026, 12, 2))
    page = planner.get("/cadre/checks").text
    assert "numbers-1.csv" in page
    assert "1 person has no number on file" in page
    answer = planner.get("/cadre/checks/numbers-1.csv?register=swe")
    assert answer.text.lstrip("\ufeff").split() == ["registration", "number", "SW12345"]
    assert planner.get("/cadre/checks/numbers-2.csv?register=swe").status_code == 404


def test_many_checks_are_entered_on_one_page(
    planner: FlaskClient, site: Site, workforce: Workforce, clock: Clock
) -> None:
    clock.set(date(2026, 12, 9))
    form = planner.get("/cadre/checks/enter?register=swe").text
    assert 'value="2027"' in form
    fields: dict[str, object] = {
        **hidden(form),
        "register": "swe",
        "people": ["amara", "ben"],
        **day("checked", "9 12 2026"),
        "result-amara": "entry",
        **day("first-amara", "1 12 2026"),
        **day("last-amara", "30 11 2027"),
        "result-ben": "absent",
    }
    answer = planner.post("/cadre/checks/enter", data=fields)
    assert answer.status_code == 302
    assert "2 checks are recorded" in planner.get(answer.location).text
    assert planner.post("/cadre/checks/enter", data=fields).status_code == 302
    assert len(site.about_me("amara").of("registration", register="swe")) == 2
    assert count_cadre(site, workforce.medway, authority="medway").whole.awaiting.people == 1


def test_the_last_day_of_an_entry_that_is_gone_is_asked_for(
    planner: FlaskClient, site: Site, workforce: Workforce
) -> None:
    form = planner.get("/cadre/checks/enter?register=swe&person=ben").text
    assert "last day on the register" in form
    fields: dict[str, object] = {
        **hidden(form),
        "register": "swe",
        "person": "ben",
        "people": ["ben"],
        **day("checked", "2 3 2026"),
        "result-ben": "absent",
        **day("first-ben", "1 1 2018"),
        **day("last-ben", "30 11 2026"),
    }
    ahead = planner.post("/cadre/checks/enter", data={**fields, **day("final-ben", "3 3 2026")})
    assert ahead.status_code == 422
    assert 'href="#final-ben-day"' in ahead.text
    gone = planner.post("/cadre/checks/enter", data={**fields, **day("final-ben", "20 2 2026")})
    assert "the last day on it was 20 February 2026" in planner.get(gone.location).text
    assert site.about_me("ben").of("registration")[-1].get("last") == date(2026, 2, 20)


def test_an_approved_supervisor_is_entered_from_the_persons_page(
    site: Site, planner: FlaskClient, workforce: Workforce
) -> None:
    assert "register=aft-supervisors&amp;person=amara" in planner.get("/cadre/people/amara").text
    form = planner.get("/cadre/checks/enter?register=aft-supervisors&person=amara").text
    fields: dict[str, object] = {
        **hidden(form),
        "register": "aft-supervisors",
        "person": "amara",
        "people": ["amara"],
        **day("checked", "2 3 2026"),
        "result-amara": "entry",
        **day("first-amara", "1 3 2020"),
        **day("last-amara", "28 2 2027"),
    }
    assert planner.post("/cadre/checks/enter", data=fields).location == "/cadre/people/amara"
    assert site.about_me("amara").of("registration")[-1].get("register") == "aft-supervisors"
    assert "AFT approved supervisors" in planner.get("/cadre/people/amara").text


@pytest.mark.parametrize("register", LOOKED_UP)
def test_every_register_has_its_form(
    planner: FlaskClient, workforce: Workforce, register: str
) -> None:
    assert planner.get(f"/cadre/checks/enter?register={register}&person=amara").status_code == 200


def test_a_membership_is_entered_from_the_persons_page_and_warns_there(
    planner: FlaskClient, workforce: Workforce
) -> None:
    person = planner.get("/cadre/people/amara").text
    assert "register=aft&amp;person=amara" in person
    form = planner.get("/cadre/checks/enter?register=aft&person=amara").text
    assert "What did the list of members show?" in form
    assert 'value="2027"' in form  # the membership year that runs to the end of February
    fields: dict[str, object] = {
        **hidden(form),
        "register": "aft",
        "person": "amara",
        "people": ["amara"],
        **day("checked", "2 3 2026"),
        "result-amara": "entry",
        **day("first-amara", "1 3 2020"),
        **day("last-amara", "28 2 2025"),
    }
    assert planner.post("/cadre/checks/enter", data=fields).location == "/cadre/people/amara"
    gone = {**fields, "idempotency": "other", "result-amara": "absent"}
    assert planner.post("/cadre/checks/enter", data=gone).status_code == 302
    page = planner.get("/cadre/people/amara").text
    assert "lapsed; its last day was 28 February 2025. The UKCP entry decides. Re-reg" in page
    assert "Dual qualified" in page
    assert planner.get("/cadre/checks?register=aft").status_code == 404
    assert planner.get("/cadre/checks/enter?register=aft").status_code == 404


def test_what_was_typed_stays_when_a_check_cannot_be_recorded(
    planner: FlaskClient, clock: Clock
) -> None:
    clock.set(date(2026, 12, 9))
    form = planner.get("/cadre/checks/enter?register=ukcp").text
    fields: dict[str, object] = {
        **hidden(form),
        "register": "ukcp",
        "people": ["amara"],
        **day("checked", "9 12 2026"),
        "result-amara": "entry",
        **day("first-amara", "1 10 2026"),
        **day("last-amara", "30 9 2025"),
        "flags-amara": ["conditions"],
    }
    answer = planner.post("/cadre/checks/enter", data=fields)
    assert answer.status_code == 422
    assert 'href="#last-amara-day"' in answer.text
    assert 'href="#title-amara"' in answer.text
    assert re.search(r'value="conditions"[^>]* checked', answer.text)


def test_one_person_is_checked_from_the_own_page(
    planner: FlaskClient, site: Site, workforce: Workforce
) -> None:
    form = planner.get("/cadre/checks/enter?register=swe&person=ben").text
    fields: dict[str, object] = {
        **hidden(form),
        "register": "swe",
        "person": "ben",
        "people": ["ben"],
        **day("checked", "2 3 2026"),
        "result-ben": "entry",
        **day("first-ben", "1 1 2018"),
        **day("last-ben", "30 11 2026"),
    }
    answer = planner.post("/cadre/checks/enter", data=fields)
    assert answer.location == "/cadre/people/ben"
    nothing = planner.post("/cadre/checks/enter", data={**fields, "result-ben": ""})
    assert nothing.status_code == 422
    assert "at least one person" in nothing.text


def test_somebody_joins_leaves_and_gets_a_number(
    planner: FlaskClient, site: Site, workforce: Workforce
) -> None:
    page = planner.get("/cadre/join").text
    found = planner.post("/cadre/join", data={**hidden(page), "who": "cara"}).text
    assert "/cadre/people/cara/employment" in found
    form = planner.get("/cadre/people/cara/employment").text
    assert "Kent" not in form
    post = {**hidden(form), "employer": "medway", "fte": "0.5", **day("first", "2 3 2026")}
    assert planner.post("/cadre/people/cara/employment", data=post).status_code == 302
    number = planner.get("/cadre/people/cara/number/swe").text
    kept = {**hidden(number), "number": "sw42"}
    assert planner.post("/cadre/people/cara/number/swe", data=kept).status_code == 302
    assert "SW42" in planner.get("/cadre/people/cara").text
    end = planner.get("/cadre/people/cara/end").text
    ended = {**hidden(end), "employer": "medway", **day("last", "2 3 2026")}
    assert planner.post("/cadre/people/cara/end", data=ended).status_code == 302
    assert len(site.about_me("cara").of("employment-end")) == 1


def test_what_cannot_be_recorded_is_said_to_be_so(planner: FlaskClient) -> None:
    token = hidden(planner.get("/cadre/join").text)
    short = planner.post("/cadre/join", data={**token, "who": "ca"})
    assert (short.status_code, "at least 3 letters" in short.text) == (422, True)
    planner.post("/cadre/join", data={**token, "who": "Cara"})
    post = {**token, "employer": "medway", "fte": "1", **day("first", "2 3 2026")}
    ends = {**post, **day("last", "1 3 2026")}
    answer = planner.post("/cadre/people/cara/employment", data=ends)
    assert (answer.status_code, 'href="#last-day"' in answer.text) == (422, True)
    assert planner.get("/cadre/people/amara/number/hcpc").status_code == 404
    assert planner.get("/cadre/checks?register=hcpc").status_code == 404


def test_a_tutor_sees_no_cadre(
    client_for: Callable[[str], FlaskClient], workforce: Workforce
) -> None:
    workforce.world.person("tess", role="tutor")
    tutor = client_for("tess")
    for path in ("/cadre/", "/cadre/people", "/cadre/people/amara", "/cadre/checks"):
        assert tutor.get(path).status_code == 403


def test_the_start_page_says_whom_to_look_up(planner: FlaskClient, clock: Clock) -> None:
    clock.set(date(2026, 12, 2))
    page = planner.get("/").text
    assert "Look up 2 people: Social Work England" in page
    assert "2 of them unconfirmed" in page
