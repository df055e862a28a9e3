"""The published programmes with all their versions, and how many learners are on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.domain.policy import SYSTEM, Actor, Target, may
from lms.errors import NotFound
from lms.services.people import name_of
from lms.services.programmes import all_versions, load
from lms.services.site import Site, require
from lms.store import programmes
from lms.store.enrolments import learners_by_version
from lms.store.programmes import Version


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One version, who published it, and the learners who have not left it."""

    version: Version
    by: str
    learners: int


@dataclass(frozen=True, slots=True)
class Curriculum:
    """A programme with its versions, newest first."""

    id: str
    title: str
    versions: tuple[PublishedVersion, ...]

    @property
    def newest(self) -> Version:
        return self.versions[0].version


@dataclass(frozen=True, slots=True)
class VersionFiles:
    """A published version and its files, which never change."""

    version: Version
    title: str
    by: str
    files: Mapping[str, str]


def list_curricula(site: Site, actor: Actor) -> list[Curriculum]:
    """The programmes whose curricula the actor may read, by title."""
    counts = learners_by_version(site.session(), site.today())
    found: dict[str, list[Version]] = {}
    for version in all_versions(site):
        if may(actor, "read-curriculum", Target(programme=version.programme), site.today()):
            found.setdefault(version.programme, []).append(version)
    curricula = [_curriculum(site, versions, counts) for versions in found.values()]
    return sorted(curricula, key=lambda c: c.title)


def _curriculum(
    site: Site, versions: list[Version], counts: Mapping[tuple[str, str], int]
) -> Curriculum:
    newest = versions[-1]
    return Curriculum(
        id=newest.programme,
        title=load(site, newest.programme, newest.version).title,
        versions=tuple(
            PublishedVersion(
                v,
                publisher(site, v),
                counts.get((v.programme, v.version), 0),
            )
            for v in reversed(versions)
        ),
    )


def publisher(site: Site, version: Version) -> str:
    """Who published a version, by name; the command line has none."""
    if version.published_by == SYSTEM.person:
        return "An operator, from a folder"
    return name_of(site.session(), version.published_by)


def find_curriculum(site: Site, actor: Actor, programme: str) -> Curriculum:
    """One programme whose curriculum the actor may read."""
    found = next((c for c in list_curricula(site, actor) if c.id == programme), None)
    if found is None:
        raise NotFound(f'There is no published programme "{programme}" that you may read.')
    return found


def read_version(site: Site, actor: Actor, programme: str, version: str) -> VersionFiles:
    """The files of one published version."""
    require(site, actor, "read-curriculum", Target(programme=programme))
    session = site.session()
    there = programmes.versions(session, programme)
    found = next((v for v in there if v.version == version), None)
    files = programmes.files_of(session, programme, version)
    if found is None or files is None:
        raise NotFound(f'There is no published version "{version}" of "{programme}".')
    title = load(site, programme, version).title
    return VersionFiles(found, title, publisher(site, found), files)
