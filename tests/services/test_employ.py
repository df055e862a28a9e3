"""Posts begin and end on dated days, and the counts follow the day after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lms.errors import BadInput, NotFound, NotPermitted
from lms.services.add_person import NewPerson
from lms.services.cadre import count_cadre
from lms.services.employ import NewPost, employ, end_employment
from lms.services.people import person
from lms.services.problem_at import NO_DAY
from lms.services.site import Site
from tests.fixtures.workforce import Workforce

TODAY = date(2026, 3, 2)
POST = NewPost("medway", "pod-1", "Social worker", "0.6", TODAY)


def in_cadre(site: Site, workforce: Workforce, authority: str, day: date) -> int:
    counts = count_cadre(site, workforce.everywhere, day, authority=authority)
    return counts.whole.confirmed.people


def test_who_joins_counts_from_the_first_day(site: Site, workforce: Workforce) -> None:
    employ(site, workforce.medway, "cara", POST)
    assert in_cadre(site, workforce, "medway", date(2026, 3, 1)) == 1
    assert in_cadre(site, workforce, "medway", TODAY) == 2
    assert in_cadre(site, workforce, "kent", TODAY) == 1
    assert in_cadre(site, workforce, "", TODAY) == 2


def test_who_leaves_is_counted_to_the_last_day(site: Site, workforce: Workforce) -> None:
    end_employment(site, workforce.medway, "amara", "medway", TODAY)
    assert in_cadre(site, workforce, "medway", TODAY) == 1
    assert in_cadre(site, workforce, "medway", date(2026, 3, 3)) == 0


def test_somebody_new_is_added_with_the_post(site: Site, workforce: Workforce) -> None:
    new = NewPerson("Dele Invented", "dele@example.org")
    who = employ(site, workforce.medway, "", POST, new, key="k")
    assert employ(site, workforce.medway, "", POST, new, key="k") == who
    known = person(site.session(), who)
    assert known is not None
    assert known.name == "Dele Invented"
    (job,) = site.about_me(who).of("employment")
    assert (job.get("team"), job.get("fte")) == ("pod-1", "0.6")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"team": "pod-9"}, "not in the authority"),
        ({"fte": "2"}, "share of full time"),
        ({"fte": "all"}, "share of full time"),
        ({"first": NO_DAY}, "the first day as day, month"),
        ({"last": date(2026, 3, 1)}, "before the first"),
    ],
)
def test_a_post_that_cannot_be_is_refused(
    site: Site, workforce: Workforce, change: dict[str, object], says: str
) -> None:
    with pytest.raises(BadInput) as refused:
        employ(site, workforce.medway, "cara", replace(POST, **change))  # type: ignore[arg-type]
    assert says in " ".join(map(str, refused.value.problems))


def test_an_authority_nobody_knows_is_refused(site: Site, workforce: Workforce) -> None:
    for unknown in ("", "atlantis"):
        with pytest.raises(BadInput):
            employ(site, workforce.everywhere, "cara", replace(POST, employer=unknown, team=""))
    with pytest.raises(NotFound):
        employ(site, workforce.everywhere, "nobody", POST)


def test_an_end_needs_a_post_on_that_day(site: Site, workforce: Workforce) -> None:
    with pytest.raises(BadInput) as refused:
        end_employment(site, workforce.everywhere, "cara", "medway", TODAY)
    assert "does not work for this authority" in str(refused.value.problems[0])
    with pytest.raises(BadInput):
        end_employment(site, workforce.everywhere, "cara", "kent", NO_DAY)


def test_a_planner_employs_for_the_own_authority_only(site: Site, workforce: Workforce) -> None:
    with pytest.raises(NotPermitted):
        employ(site, workforce.medway, "amara", replace(POST, employer="kent", team=""))
    with pytest.raises(NotPermitted):
        end_employment(site, workforce.medway, "cara", "kent", TODAY)


def test_whose_an_address_is_a_planner_is_not_told(site: Site, workforce: Workforce) -> None:
    with pytest.raises(BadInput) as refused:
        employ(site, workforce.medway, "", POST, NewPerson("Dele", "cara@example.org"))
    (problem,) = refused.value.problems
    assert "Somebody has this e-mail address already" in str(problem)
    assert "Cara" not in str(problem)
