"""Reading published programmes: versions, their parsed content, and the catalogue of all stages."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files as package_files

from sqlalchemy.orm import Session

from lms.curriculum.folder import Reading, named_plugins, read_programme
from lms.domain.evidence import Enrolment
from lms.domain.programme import Programme
from lms.domain.standing import Catalogue, catalogue_of
from lms.domain.wording import many
from lms.errors import BadInput, NotFound
from lms.registry import Registry
from lms.services.site import Site
from lms.store import programmes
from lms.store.programmes import Version


def all_versions(site: Site, session: Session | None = None) -> list[Version]:
    """Every published version, oldest first within each programme."""
    return programmes.versions(session or site.session())


def newest(site: Site, programme: str, session: Session | None = None) -> Version:
    """The version that a new enrolment gets; NotFound where nothing is published."""
    found = programmes.versions(session or site.session(), programme)
    if not found:
        raise NotFound(f'No version of "{programme}" is published; run lms curriculum publish.')
    return found[-1]


def load(site: Site, programme: str, version: str, session: Session | None = None) -> Programme:
    """A published version, parsed once per process."""
    key = f"{programme}@{version}"
    if key not in site.parsed:
        files = programmes.files_of(session or site.session(), programme, version)
        if files is None:
            raise NotFound(f'There is no published version "{key}".')
        site.parsed[key] = parse(site, files, key)
    return site.parsed[key]


def parse(site: Site, files: Mapping[str, str], key: str) -> Programme:
    """Read the stored files of a version with whatever plugins are there today."""
    reading = read_programme(files, site.registry.requirement_kinds, published=True)
    if reading.programme is None:
        raise NotFound(f'The stored version "{key}" cannot be read: {reading.problems[0]}')
    return reading.programme


def read_as_new(registry: Registry, files: Mapping[str, str]) -> Reading:
    """Read files as they would be published, against all that this site has today."""
    return read_programme(
        files,
        registry.relay(named_plugins(files)).requirement_kinds,
        registry.plugin_names,
        bundled_glossary(),
        policies=registry.marking_policies,
    )


def check(registry: Registry, files: Mapping[str, str]) -> Programme:
    """Read files as they would be published; BadInput with every problem there is."""
    reading = read_as_new(registry, files)
    if reading.programme is None or reading.problems:
        found = many(len(reading.problems), "problem")
        raise BadInput(f"This curriculum has {found}.", reading.problems)
    return reading.programme


def programme_of(site: Site, enrolment: Enrolment, session: Session | None = None) -> Programme:
    """The version that an enrolment is pinned to."""
    return load(site, enrolment.programme, enrolment.version, session)


def bundled_glossary() -> str:
    """The vocabulary that all programmes share, as Markdown."""
    return (package_files("lms.curricula") / "glossary.md").read_text("utf-8")


def catalogue(site: Site, session: Session | None = None) -> Catalogue:
    """Every published stage; of several versions, the newest's facts."""
    every = programmes.versions(session or site.session())
    return catalogue_of(tuple(load(site, v.programme, v.version, session) for v in every))
