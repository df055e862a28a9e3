"""The example world: the same whenever it is told, whole when loaded, and nobody in it is real."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from json import dumps
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url

from lms.app import close, create_app
from lms.config import Settings
from lms.curriculum.files import read_files
from lms.domain.assessment.policy import MarkingRules
from lms.domain.assessment.working_days import WorkingDays
from lms.domain.evidence import enrolments_of
from lms.domain.payloads import from_json, read_payload, to_json
from lms.domain.policy import Actor
from lms.domain.programme import Programme
from lms.domain.progress import Progress, evaluate_stage, subjects_read
from lms.domain.records import Record, Records, person
from lms.domain.standing import PipelineStage, catalogue_of, standing_of
from lms.registry import find_plugins
from lms.services import views
from lms.services.bank_holidays import bank_holidays
from lms.services.demo.cast import EVERYBODY
from lms.services.demo.clock import StoryClock
from lms.services.demo.load import is_empty, is_example, load_world, publish_bundled
from lms.services.demo.places import PLACES
from lms.services.demo.registers import numbers
from lms.services.demo.sign_in import PASSWORD, SIGN_INS
from lms.services.demo.story import Story
from lms.services.demo.world import tell_world
from lms.services.enrolments import learning
from lms.services.find_identifiers import find_identifiers
from lms.services.passwords import hashed_password
from lms.services.programmes import check
from lms.services.site import Site
from lms.services.stage_lines import stage_lines
from lms.store import migrate, people
from lms.store import views as view_rows
from lms.store.accounts import account_of
from lms.store.base import Base
from lms.store.chain import Keys
from lms.store.documents import content_of
from lms.store.enrolments import of_programme
from lms.store.verification import verify
from lms.store.view_tables import PastView
from tests.fixtures.databases import Databases
from tests.fixtures.made_once import MadeOnce

AUTUMN, LEAP_DAY = date(2025, 11, 1), date(2024, 2, 29)
DAYS = (
    AUTUMN,
    date(2025, 10, 1),  # the day after UKCP's year
    date(2025, 12, 1),  # the day after Social Work England's
    LEAP_DAY,
)


@cache
def programmes() -> Mapping[str, Programme]:
    registry = find_plugins()
    read = (check(registry, read_files(folder)) for folder in registry.curricula)
    return {programme.id: programme for programme in read}


@cache
def marking() -> MarkingRules:
    """The policies of core and of the bundled plugins, with England's bank holidays."""
    return MarkingRules(find_plugins().marking_policies, WorkingDays(bank_holidays()))


def tell(today: date) -> Story:
    return tell_world(today, programmes(), marking())


@cache
def story(today: date) -> Story:
    """The story of a day, told once for all who read it."""
    return tell(today)


@dataclass(frozen=True)
class Told:
    """The records of the world as they would stand in the ledger, without a ledger."""

    today: date
    records: Records

    def standing(self, identity: str) -> PipelineStage:
        known = catalogue_of(tuple(programmes().values()))
        return standing_of(identity, self.records.about(person(identity)), self.today, known).stage

    def progress(self, identity: str, stage: str) -> Progress:
        own = self.records.about(person(identity))
        for enrolment in enrolments_of(own):
            version = programmes()[enrolment.programme]
            wanted = version.stage(stage)
            if wanted and wanted.enrolment == enrolment.admission:
                kinds = find_plugins().relay(version.plugins).requirement_kinds
                read = subjects_read(wanted, enrolment, own, kinds)
                others = Records(r for s in read for r in self.records.about(s))
                level_of = catalogue_of(tuple(programmes().values())).level_of
                return evaluate_stage(
                    version, wanted, enrolment, own, others, self.today, kinds, level_of, marking()
                )
        raise LookupError(f"{identity} is not enrolled on {stage}")


@cache
def told(today: date) -> Told:
    kinds = find_plugins().record_kinds
    records = []
    for position, (moment, one) in enumerate(story(today).in_order(), start=1):
        kind, new = kinds[one.fact.kind], one.fact
        payload = read_payload(kind, {**new.payload, **dict.fromkeys(one.texts, "text")})
        records.append(
            Record(
                position,
                str(new.id),
                new.subject,
                new.kind,
                kind.version,
                new.first,
                new.last if kind.period else new.first,
                moment,
                one.by,
                from_json(kind, kind.version, to_json(payload)),
                new.enrolment,
                new.curriculum,
            )
        )
    gone = {one.fact.replaces for _, one in story(today).in_order()}
    return Told(today, Records(r for r in records if r.id not in gone))


# --- the story -------------------------------------------------------------------------------------


def test_the_same_day_always_tells_the_same_story() -> None:
    assert list(tell(AUTUMN).in_order()) == list(story(AUTUMN).in_order())


def test_what_became_known_later_is_never_told_earlier() -> None:
    moments = [moment for moment, _ in story(AUTUMN).in_order()]
    assert moments == sorted(moments)
    assert moments[-1].date() <= AUTUMN


@pytest.mark.parametrize("today", DAYS)
def test_every_place_on_the_way_occurs_whatever_the_day(today: date) -> None:
    found = {told(today).standing(member.id) for member in EVERYBODY}
    assert found == set(PipelineStage)


AWKWARD = (
    ("kemi", "foundation", "fnd.attend", "too-many-missed"),
    ("farida", "foundation", "fnd.attend", "catch-up"),
    ("hana", "foundation", "fnd.rlog", "short"),
    ("owen", "foundation", "fnd.ethics", "not-signed"),
    ("nadia", "foundation", "fnd.entry.ppq", "credited"),
    ("deborah", "foundation", "fnd.case", "resubmit"),
    ("tamsin", "year-2", "y2.attend", "too-many-missed"),
    ("ruth", "year-2", "y2.a3", "failed"),
    ("victor", "year-2", "y2.families", "same-family"),
    ("uma", "year-2", "y2.practice", "unsigned"),
    ("esme", "year-2", "y2.practice", "no-agency-form"),
    ("chloe", "year-2", "y2.practice", "declined"),
    ("yusuf", "year-2", "y2.practice", "objected"),
    ("dmitri", "year-2", "y2.supervision", "signer-not-qualified"),
    ("adaeze", "year-2", "y2.entry.foundation", "prior-learning"),
    ("keziah", "year-3", "y3.direct", "short"),
    ("oscar", "year-4", "y4.clinic", "signer-not-qualified"),
    ("quincy", "year-3", "y3.clinic", "signer-unconfirmed"),
    ("stefan", "year-3", "y3.clinic", "needs-countersignature"),
    ("rosalind", "year-3", "y3.rlog", "short"),
    ("jocasta", "year-4", "y4.dissertation", "resubmit"),
    ("winston", "supervision", "sup.overall", "below-pass-mark"),
    ("xanthe", "supervision", "sup.group", "unsigned"),
    ("delphine", "supervision", "sup.individual", "another"),
    ("hilary", "leadership", "lead.days", "too-many-missed"),
)


@pytest.mark.parametrize("today", [AUTUMN, LEAP_DAY])
def test_whatever_is_awkward_about_somebody_can_be_seen(today: date) -> None:
    found = [
        (who, stage, requirement, code)
        for who, stage, requirement, code in AWKWARD
        if code in told(today).progress(who, stage).verdict(requirement).codes  # type: ignore[union-attr]
    ]
    assert found == list(AWKWARD)


def test_what_was_put_right_or_decided_later_is_told() -> None:
    found = {one.fact.kind for _, one in story(AUTUMN).in_order()}
    assert found >= {"correction", "objection", "accreditation", "intake"}


def test_a_learner_with_one_absence_left_is_warned() -> None:
    verdict = told(AUTUMN).progress("jerome", "foundation").verdict("fnd.attend")
    assert verdict is not None
    assert verdict.finding.warning == "1 more of the remaining days can be missed and no more."


# --- nobody is real --------------------------------------------------------------------------------


def test_nobody_is_real() -> None:
    assert all(member.person.invented for member in EVERYBODY)
    assert all((member.person.email or "").endswith("@example.org") for member in EVERYBODY)
    assert len({member.id for member in EVERYBODY}) == len(EVERYBODY)


def test_the_authorities_say_that_they_are_invented() -> None:
    assert [p.name for p in PLACES if p.within is None and "(invented)" not in p.name] == []


def test_no_register_has_numbers_as_long_as_these() -> None:
    digits = [sum(c.isdecimal() for c in number) for _, register, number in numbers()]
    assert min(digits) > 6


def test_nothing_that_anybody_wrote_could_identify_somebody() -> None:
    names = [member.name for member in EVERYBODY]
    texts = [str(t) for _, one in story(AUTUMN).in_order() for t in one.texts.values()]
    found = {i.passage for t in texts for i in find_identifiers(t, names, today=AUTUMN)}
    assert found == set()


def test_the_document_says_who_everybody_is() -> None:
    said = (Path(__file__).parents[2] / "docs" / "example-world.md").read_text("utf-8")
    assert [member.name for member in EVERYBODY if member.name not in said] == []


# --- loaded ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Loaded:
    """A site with the example world in it, on the machine's clock again."""

    app: Flask
    clock: StoryClock
    url: str

    @property
    def site(self) -> Site:
        site: Site = self.app.extensions["cadre"]
        return site


@pytest.fixture(scope="session")
def published(
    made_once: MadeOnce, sqlite: Databases, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """A database with the bundled curricula and nobody in it."""

    def make(folder: Path) -> None:
        url = sqlite.create()
        migrate.upgrade(url)
        app, clock = open_app(url, tmp_path_factory)
        with app.app_context():
            publish_bundled(app.extensions["cadre"], clock, AUTUMN)
        close(app)
        keep(url, sqlite, folder)

    return kept_in(made_once("published", make))


@pytest.fixture(scope="session")
def filled(
    published: str,
    made_once: MadeOnce,
    sqlite: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """A database with the example world, filled once."""

    def make(folder: Path) -> None:
        url = copy_of(published, sqlite)
        app, clock = open_app(url, tmp_path_factory)
        with app.app_context():
            load_world(app.extensions["cadre"], clock, AUTUMN)
        close(app)
        keep(url, sqlite, folder)

    return kept_in(made_once("filled", make))


def keep(url: str, databases: Databases, folder: Path) -> None:
    """Put a database that nobody is connected to where other workers find it."""
    copyfile(make_url(url).database or "", folder / "kept.sqlite")
    databases.drop(url)


def kept_in(folder: Path) -> str:
    """The database that was put into a folder."""
    return f"sqlite:///{folder / 'kept.sqlite'}"


@pytest.fixture(scope="module")
def loaded(
    any_database: Databases,
    filled: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Loaded]:
    """The example world on each engine: every row of the one that was filled."""
    url = copy_of(filled, any_database)
    app, clock = open_app(url, tmp_path_factory)
    with app.app_context():
        yield Loaded(app, clock, url)
    close(app)
    any_database.drop(url)


def copy_of(url: str, databases: Databases) -> str:
    """A new database with every row of another one."""
    new = databases.create()
    migrate.upgrade(new)
    source, target = create_engine(url), create_engine(new)
    with source.connect() as read, target.begin() as write:
        for table in Base.metadata.sorted_tables:
            rows = [dict(row._mapping) for row in read.execute(table.select())]
            if rows:
                write.execute(table.insert(), rows)
    source.dispose()
    target.dispose()
    return new


def open_app(url: str, folders: pytest.TempPathFactory) -> tuple[Flask, StoryClock]:
    clock = StoryClock()
    keys = Keys("first", {"first": b"0" * 32})
    settings = Settings(folders.mktemp("instance"), url, "only for tests " * 4, keys)
    return create_app(settings, clock=clock), clock


def test_each_fact_is_recorded_as_it_was_told_when_it_became_known(loaded: Loaded) -> None:
    session = loaded.site.session()
    records = [r for r in everything(loaded.site) if r.kind != "publication"]
    for record, (moment, one) in zip(records, story(AUTUMN).in_order(), strict=True):
        assert (record.id, record.recorded, record.recorded_by) == (one.fact.id, moment, one.by)
        assert (record.kind, record.subject, record.first) == (
            one.fact.kind,
            one.fact.subject,
            one.fact.first,
        )
        texts = {name: content_of(session, record.get(name)) for name in one.texts}
        assert texts == dict(one.texts)
        assert plain(record.payload, texts) == plain(one.fact.payload, texts)


def plain(payload: Mapping[str, Any], but: Mapping[str, Any]) -> dict[str, str]:
    """A payload without texts, without what a board keeps, and without what a kind fills in."""
    left = {*but, "verdict", "half", "attempt", "decision", "result", "fte", "by"}
    shown = to_json({name: value for name, value in payload.items() if name not in left})
    return {name: dumps(value, sort_keys=True) for name, value in shown.items()}


def everything(site: Site) -> list[Record]:
    found: list[Record] = []
    while batch := site.ledger.after(site.session(), found[-1].position if found else 0):
        found += batch
    return found


def test_the_chain_is_sound(loaded: Loaded) -> None:
    assert verify(loaded.site.ledger, loaded.site.session()).sound


def test_the_views_are_what_rebuilding_gives(loaded: Loaded) -> None:
    session = loaded.site.session()
    loaded.clock.set(datetime(2025, 11, 1, 12, tzinfo=UTC))
    views.bring_up_to_date(loaded.site)
    before = {v.__tablename__: view_rows.all_rows(session, v) for v in view_rows.VIEWS}
    session.rollback()
    told_of = {r.subject for r in everything(loaded.site) if r.subject.type == "person"}
    assert views.rebuild(loaded.site) == len(told_of) > 100
    loaded.clock.release()
    session.rollback()
    assert [name for name, rows in before.items() if not rows] == [PastView.__tablename__]
    assert before == {v.__tablename__: view_rows.all_rows(session, v) for v in view_rows.VIEWS}


def test_with_plugins_out_of_use_no_stored_verdict_is_shown_that_differs(loaded: Loaded) -> None:
    loaded.clock.set(datetime(2025, 11, 1, 12, tzinfo=UTC))
    blocked = {"lms_supervision", "lms_leadership", "lms_family_therapy"}
    registry = find_plugins(blocked)
    site = replace(loaded.site, registry=registry, parsed={})
    session = site.session()
    everybody = [e for p in sorted(programmes()) for e in of_programme(session, p)]
    stored, live = stage_lines(site, everybody), stage_lines(site, everybody, AUTUMN)
    held = [v for lines in live.values() for line in lines for v in line.verdicts]
    loaded.clock.release()
    session.rollback()
    assert stored == live
    assert "held" in {v["outcome"] for v in held}


def test_everybody_can_sign_in_with_the_one_password(loaded: Loaded) -> None:
    session = loaded.site.session()
    assert hashed_password(loaded.site, PASSWORD)
    for who in SIGN_INS:
        account = account_of(session, who.person)
        assert account is not None
        assert account.email == who.email
    assert account is not None
    assert account.verify_and_update_password(PASSWORD)


def test_a_loaded_site_is_known_for_an_example(loaded: Loaded) -> None:
    assert is_example(loaded.site)
    assert not is_empty(loaded.site)


def test_a_board_keeps_the_verdict_that_it_rested_on(loaded: Loaded) -> None:
    outcomes = [r for r in everything(loaded.site) if r.kind in ("board-outcome", "award")]
    assert outcomes
    for outcome in outcomes:
        kept = content_of(loaded.site.session(), outcome.get("verdict"))
        assert kept["stage"] == outcome.get("stage").partition("/")[2]


SEEN: tuple[tuple[str, str, list[int]], ...] = (
    ("ruth", "y2.a3", [46]),  # the second attempt is in a sample that waits
    ("samir", "y2.a3", []),
    ("jocasta", "y4.dissertation", []),  # one of two markers
    ("quentin", "y2.a3", [67]),
    ("amara", "y4.dissertation", [64, 78, 72]),
    ("amara", "y3.theory", [66]),  # marked again
    ("ewan", "fnd.case", [46, 62]),
)


def test_no_learner_sees_a_mark_that_is_withheld(loaded: Loaded) -> None:
    assert [(who, work, marks_seen(loaded.site, who, work)) for who, work, _ in SEEN] == list(SEEN)


def marks_seen(site: Site, who: str, assessment: str) -> list[int]:
    """The marks among the records that the learner's own pages are made from."""
    own = [
        learning(site, Actor(who), enrolment.id, "read-progress")
        for enrolment in enrolments_of(site.about(person(who)))
    ]
    return [m.get("mark") for of in own for m in of.own.of("mark", assessment=assessment)]


def test_there_is_something_that_is_withheld(loaded: Loaded) -> None:
    marks = loaded.site.about(person("ruth")).of("mark", assessment="y2.a3")
    assert [m.get("mark") for m in marks] == [46, 48]


def test_a_load_that_is_cut_short_leaves_an_empty_site(
    published: str, sqlite: Databases, tmp_path_factory: pytest.TempPathFactory
) -> None:
    url = copy_of(published, sqlite)
    app, clock = open_app(url, tmp_path_factory)

    def interrupt(facts: int) -> None:
        if facts == 100:
            raise KeyboardInterrupt

    with app.app_context():
        with pytest.raises(KeyboardInterrupt):
            load_world(app.extensions["cadre"], clock, AUTUMN, interrupt)
        app.extensions["cadre"].session().rollback()
        assert is_empty(app.extensions["cadre"])
        assert people.places(app.extensions["cadre"].session()) == {}
    close(app)
    sqlite.drop(url)
