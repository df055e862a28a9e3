"""The three invented authorities of the example world, and their teams."""

from __future__ import annotations

from lms.store.people import Place

PLACES = (
    Place("northwold", "Northwold (invented)"),
    Place("northwold-willow", "Willow pod", "northwold"),
    Place("northwold-rowan", "Rowan pod", "northwold"),
    Place("northwold-hazel", "Hazel pod", "northwold"),
    Place("northwold-leadership", "Leadership team", "northwold"),
    Place("harrowmere", "Harrowmere (invented)"),
    Place("harrowmere-heron", "Heron pod", "harrowmere"),
    Place("harrowmere-kestrel", "Kestrel pod", "harrowmere"),
    Place("harrowmere-otter", "Otter pod", "harrowmere"),
    Place("harrowmere-leadership", "Leadership team", "harrowmere"),
    Place("estbury", "Estbury (invented)"),
    Place("estbury-mill", "Mill pod", "estbury"),
    Place("estbury-quay", "Quay pod", "estbury"),
    Place("estbury-chapel", "Chapel pod", "estbury"),
    Place("estbury-leadership", "Leadership team", "estbury"),
)

PLANNERS = {"northwold": "isabel", "harrowmere": "julian", "estbury": "katya"}
"""Who records employment and checks registers, in each authority."""


def authority_of(team: str) -> str:
    """The authority that a team is within."""
    return team.partition("-")[0]
