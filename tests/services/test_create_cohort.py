"""A cohort has a name of its own and the dates of its stages."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.evidence import Period
from lms.errors import BadInput, NotPermitted
from lms.services.create_cohort import create_cohort, set_stage_dates
from lms.services.evaluation import progress_of
from lms.services.problem_at import NO_DAY
from lms.services.see_cohort import see_cohort
from lms.services.site import Site
from tests.fixtures.training import Training

YEAR = Period(date(2026, 9, 1), date(2027, 8, 31))


def test_a_cohort_is_named_and_dated(site: Site, training: Training) -> None:
    identity = create_cohort(site, training.lead, "craft", "Autumn 2026", {"first": YEAR})
    page = see_cohort(site, training.lead, "craft", identity)
    assert (identity, page.name) == ("craft-autumn-2026", "Autumn 2026")
    assert [(s.id, s.dates) for s in page.stages] == [("first", YEAR), ("second", None)]


def test_one_name_is_one_cohort(site: Site, training: Training) -> None:
    create_cohort(site, training.lead, "craft", "Autumn 2026", {"first": YEAR})
    with pytest.raises(BadInput) as refused:
        create_cohort(site, training.lead, "craft", "autumn 2026 ", {"first": YEAR})
    assert "already a cohort" in str(refused.value.problems)


def test_names_that_look_alike_in_an_address_get_different_ids(
    site: Site, training: Training
) -> None:
    first = create_cohort(site, training.lead, "craft", "Medway & Kent", {"first": YEAR})
    second = create_cohort(site, training.lead, "craft", "Medway, Kent", {"first": YEAR})
    assert (first, second) == ("craft-medway-kent", "craft-medway-kent-2")


def test_two_clicks_make_one_cohort(site: Site, training: Training) -> None:
    wanted = ("craft", "Autumn 2026", {"first": YEAR})
    first = create_cohort(site, training.lead, *wanted, key="k")
    assert create_cohort(site, training.lead, *wanted, key="k") == first


@pytest.mark.parametrize(
    ("name", "stages", "says"),
    [
        ("", {"first": YEAR}, "a name"),
        ("x" * 101, {"first": YEAR}, "no more than 100"),
        ("Autumn", {}, "at least one stage"),
        ("Autumn", {"third": YEAR}, "not a stage"),
        ("Autumn", {"first": Period(YEAR.first, None)}, "the last day too"),
        ("Autumn", {"first": Period(date(2027, 9, 1), date(2027, 8, 1))}, "before the first"),
        ("Autumn", {"first": Period(NO_DAY, YEAR.last)}, "the first day as day, month"),
        ("Autumn", {"first": Period(date(226, 9, 1), YEAR.last)}, "check the year"),
    ],
)
def test_a_cohort_that_cannot_be_is_refused(
    site: Site, training: Training, name: str, stages: dict[str, Period], says: str
) -> None:
    with pytest.raises(BadInput) as refused:
        create_cohort(site, training.lead, "craft", name, stages)
    assert says in str(refused.value.problems)


def test_changed_dates_count_at_once_and_the_old_stay_on_record(
    site: Site, training: Training
) -> None:
    training.learner("ben")
    later = {"first": Period(date(2025, 9, 1), date(2026, 12, 31))}
    set_stage_dates(site, training.lead, "craft", training.cohort, later)
    assert progress_of(site, "ben", site.today())[0].dates.last == date(2026, 12, 31)
    sooner = {"first": Period(date(2025, 9, 1), date(2026, 7, 31))}
    set_stage_dates(site, training.lead, "craft", training.cohort, sooner)
    set_stage_dates(site, training.lead, "craft", training.cohort, sooner)
    assert progress_of(site, "ben", site.today())[0].dates.last == date(2026, 7, 31)
    written = [r for r in site.ledger.after(site.session(), 0) if r.kind == "cohort-stage"]
    assert len(written) == 2


def test_only_who_leads_the_programme_makes_cohorts(site: Site, training: Training) -> None:
    tutor = site.actor(training.world.person("tess", role="tutor"))
    with pytest.raises(NotPermitted):
        create_cohort(site, tutor, "craft", "Autumn 2026", {"first": YEAR})
