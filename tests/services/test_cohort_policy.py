"""A cohort's policy tells apart what its criteria tables describe, or it is not made (8a.33)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from lms.domain.evidence import Period
from lms.errors import BadInput, Refused
from lms.services.create_cohort import create_cohort
from lms.services.programmes import load
from lms.services.site import Site
from lms.store import programmes
from lms.store.programmes import Version
from tests.fixtures.teaching import School, course_files

PATH = "year/assessments/essay.md"
YEAR = {"year": Period(date(2026, 9, 1), date(2027, 8, 31))}


def parted(version: str) -> dict[str, str]:
    """The course as it would be with a pass mark that its table says nothing about."""
    files = course_files(version)
    files[PATH] = files[PATH].replace("pass-mark: 50", "pass-mark: 40")
    return files


def published_before(site: Site, files: Mapping[str, str], version: str) -> None:
    """Store a version as it was published when nobody asked about its bands."""
    with site.ledger.write("lead") as writer:
        number = len(programmes.versions(writer.session, "course")) + 1
        kept = Version("course", version, number, f"digest-{version}", site.now(), "lead", "")
        programmes.add(writer.session, kept, dict(files))


def test_a_table_with_too_few_bands_is_not_published(school: School) -> None:
    with pytest.raises(BadInput) as refused:
        school.publish(parted("2026.2"))
    (said,) = map(str, refused.value.problems)
    assert said.startswith(f"{PATH}:")
    assert "Fail | 40 to 49 | Pass | Merit | Distinction" in said


def test_an_old_version_opens_and_no_new_cohort_keeps_its_policy(school: School) -> None:
    site = school.site
    published_before(site, parted("2026.2"), "2026.2")
    site.session().rollback()
    version = load(site, "course", "2026.2")
    assert version.stages[0].assessments[0].criteria[0].bands[0][0] == "Fail"
    school.world.person("lead", "programme-lead", programme="course")
    with pytest.raises(Refused) as refused:
        create_cohort(site, school.actor("lead"), "course", "Next year", YEAR)
    assert refused.value.refusal.code == "bands"
    assert PATH in refused.value.refusal.reason
    assert "40 to 49" in refused.value.refusal.reason
