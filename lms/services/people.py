"""People by name, for pages; who may see a name is decided by the service that lists people."""

from __future__ import annotations

from lms.store.people import (
    Cohort,
    Person,
    Place,
    cohort,
    cohorts,
    name_of,
    name_of_cohort,
    people,
    person,
    places,
)

__all__ = [
    "Cohort",
    "Person",
    "Place",
    "cohort",
    "cohorts",
    "name_of",
    "name_of_cohort",
    "people",
    "person",
    "places",
]
