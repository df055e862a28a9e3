"""Long lists, fifty at a time: the page is in the address, filters stay, and the total is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from tests.fixtures.boards import Judged
from tests.fixtures.crowd import MANY

ClientFor = Callable[[str], FlaskClient]
COHORT = "/programmes/course/cohorts/spring"
ROWS = re.compile(r'<th scope="row"')
LISTS = {
    "/teaching/": "tutor",
    "/teaching/?kind=submission": "tutor",
    "/marking/": "mona",
    f"{COHORT}/circumstances": "lead",
    f"{COHORT}/appeals": "lead",
    f"{COHORT}/marking/crs.project": "lead",
    f"{COHORT}/marks/year": "lead",
    f"{COHORT}/marks/year?flag=appealed": "lead",
    "/examining/course/spring/crs.essay": "external-examiner",
}


@pytest.mark.parametrize("address", LISTS)
def test_a_page_of_a_list_has_fifty_rows_and_says_how_many_there_are(
    address: str, client_for: ClientFor, crowd: Judged
) -> None:
    client = client_for(LISTS[address])
    first = client.get(address).text
    assert len(ROWS.findall(first)) == 50
    assert f"1 to 50 of {MANY}" in first
    second = client.get(f"{address}{'&' if '?' in address else '?'}page=2").text
    assert len(ROWS.findall(second)) == MANY - 50
    assert f"51 to {MANY} of {MANY}" in second
    assert "(page 2 of 2)" in second
    assert not set(links(first)) & set(links(second))


def links(page: str) -> list[str]:
    """Where the rows of a page lead, or what they say."""
    return re.findall(r'<th scope="row".*?</th>', page, re.DOTALL)


@pytest.mark.parametrize("page", ["99", "0", "-1", "two", "", "1e3", "9" * 400, "٢", "2&page=1"])
def test_a_page_that_is_none_is_the_nearest_there_is(
    page: str, client_for: ClientFor, crowd: Judged
) -> None:
    answer = client_for("mona").get(f"/marking/?page={page}")
    assert answer.status_code == 200
    assert len(ROWS.findall(answer.text)) in (50, MANY - 50)


def test_links_to_other_pages_keep_what_was_asked(client_for: ClientFor, crowd: Judged) -> None:
    asked = urlencode({"as_of": "2026-03-02", "known_at": crowd.site.now().isoformat()})
    page = client_for("lead").get(f"{COHORT}/appeals?{asked}&page=2")
    assert f'href="?{escape(asked)}"' in page.text
    page = client_for("tutor").get("/teaching/?kind=submission")
    assert 'href="?kind=submission&amp;page=2"' in page.text


def test_a_list_of_one_page_has_no_pagination(client_for: ClientFor, judged: Judged) -> None:
    judged.hand_in("ada", "crs.project")
    assert "govuk-pagination" not in client_for("mona").get("/marking/").text


def test_a_cohort_and_a_register_show_two_hundred(client_for: ClientFor, crowd: Judged) -> None:
    for address, who in (
        (COHORT, "lead"),
        ("/teaching/cohorts/spring", "tutor"),
        ("/teaching/cohorts/spring/register/year/1", "tutor"),
    ):
        page = client_for(who).get(address).text
        assert len(ROWS.findall(page)) == MANY
        assert "govuk-pagination" not in page
