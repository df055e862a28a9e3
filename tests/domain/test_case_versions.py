"""Other versions of a programme for a case."""

from lms.domain.case import Case
from lms.domain.case_versions import versions_of
from tests.domain.facts import programme, requirement, stage

OF = programme(
    stage(
        requirement("declaration", "a", declaration="a"),
        requirement(
            "all-of", "b", of=[requirement("declaration", name, declaration="x") for name in "cd"]
        ),
    )
)


def case(**versions: frozenset[str]) -> Case:
    return Case("case.md", "", "course", "", frozenset(), None, (), (), versions)


def test_a_version_is_the_one_at_hand_without_what_it_lacks() -> None:
    found = versions_of(case(old=frozenset({"a", "d"})), {"course": OF})
    old = found["course@old"]
    assert [r.id for top in old.stages[0].requirements for r in top.walk()] == ["b", "c"]
    assert (old.version, OF.version) == ("old", "1")


def test_a_programme_nobody_knows_has_no_versions() -> None:
    assert versions_of(case(old=frozenset()), {}) == {}
