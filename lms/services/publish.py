"""Publishing a version of a programme: checked whole, its cases run, stored for good."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from lms.curriculum.difference import differences
from lms.curriculum.places import CASES, is_readme
from lms.domain.policy import Actor, Target
from lms.domain.programme import Programme
from lms.domain.records import Subject
from lms.errors import BadInput, Conflict, Moved
from lms.services.cases import failing_cases
from lms.services.programmes import check, load
from lms.services.recording import recording, writes
from lms.services.site import Site, fact, require
from lms.store import programmes
from lms.store.programmes import Version
from lms.store.writer import Writer


@writes
def publish(
    site: Site,
    actor: Actor,
    files: Mapping[str, str],
    note: str = "",
    base_version: str | None = None,
) -> Version:
    """Store the files as the newest version of the programme that they describe.

    ``base_version`` is the version that the change began from, None for a programme's first.
    BadInput where the files have problems, a case fails, nothing changed or the version's name is
    taken; Conflict, with the differences, where a newer version than that was published meanwhile.
    """
    files = {path: text for path, text in files.items() if not is_readme(path)}
    programme = check(site.registry, files)
    require(site, actor, "publish-curriculum", Target(programme=programme.id))
    _refuse_failing_cases(site, programme, files)
    with recording(site, actor) as writer:
        before = programmes.versions(writer.session, programme.id)
        if before:
            _refuse_what_is_there(programme, before)
            _refuse_an_old_base(site, writer.session, programme, before[-1], base_version)
        version = Version(
            programme.id,
            programme.version,
            len(before) + 1,
            programme.digest,
            site.now(),
            actor.person,
            note.strip(),
        )
        writer.also(lambda session: _add(session, version, files))
        _record(site, writer, version, base_version)
    return version


def _add(session: Session, version: Version, files: Mapping[str, str]) -> None:
    """Moved where another version has been published at the same moment."""
    if len(programmes.versions(session, version.programme)) != version.number - 1:
        raise Moved
    programmes.add(session, version, dict(files))


def _record(site: Site, writer: Writer, version: Version, base_version: str | None) -> None:
    subject = Subject("curriculum", version.programme)
    writer.append(
        fact(
            subject,
            "publication",
            site.today(),
            version=version.version,
            digest=version.digest,
            from_version=base_version,
            note=writer.document(subject, version.note) if version.note else None,
        )
    )


def _refuse_failing_cases(site: Site, programme: Programme, files: Mapping[str, str]) -> None:
    if not any(path.startswith(f"{CASES}/") for path in files):
        return
    problems = failing_cases(site, programme, files)
    if problems:
        raise BadInput("The rules do not give the results that the cases expect.", problems)


def _refuse_what_is_there(programme: Programme, before: list[Version]) -> None:
    same = next((v for v in before if v.digest == programme.digest), None)
    if same is not None:
        raise BadInput(f"Nothing has changed since {same.key} was published.")
    if programme.version in {v.version for v in before}:
        raise BadInput(
            f"{programme.key} is already published and never changes. "
            "Give this version another name in programme.md."
        )


def _refuse_an_old_base(
    site: Site, session: Session, programme: Programme, newest: Version, base: str | None
) -> None:
    if base == newest.version:
        return
    began = f"began from {base}" if base else "does not say which version it began from"
    there = load(site, newest.programme, newest.version, session)
    raise Conflict(
        f"This {began}, and {newest.key} has been published. Read what differs, take over what "
        f"is to stay, and say that the change begins from {newest.version}.",
        differences(there, programme),
    )
