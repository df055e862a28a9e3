"""A stored verdict is shown only while all that it rested on is as it was, its rules among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest
from sqlalchemy import select

from lms.domain.policy import SYSTEM
from lms.plugin import (
    Evidence,
    Finding,
    Outcome,
    Records,
    RegisterContext,
    Requirement,
    RequirementKind,
    hookimpl,
)
from lms.registry import Registry
from lms.services import bank_holidays, stage_lines
from lms.services import site as site_module
from lms.services.list_waiting import list_waiting
from lms.services.publish import publish
from lms.services.site import Site
from lms.services.stage_lines import StageLine
from lms.store.enrolments import of_cohort
from lms.store.view_tables import EnrolmentView, ProgressView
from lms.testing import Clock
from lms.testing_world import World
from tests.fixtures.statements import counted
from tests.fixtures.teaching import School
from tests.fixtures.training import Training, craft_files

GLAD = "  - {id: c1.glad, title: Glad, kind: glad, settings: {}}\n"
Rule = Callable[[Requirement, Evidence], Finding]


def met(_: Requirement, __: Evidence) -> Finding:
    return Finding(Outcome.MET, "Glad.")


def not_yet(_: Requirement, __: Evidence) -> Finding:
    return Finding(Outcome.NOT_YET, "Not glad yet.")


def failing(_: Requirement, __: Evidence) -> Finding:
    raise RuntimeError("no answer")


def sees_nothing(_: Requirement, __: Records) -> Iterable[object]:
    raise RuntimeError("nobody to look at")


def helper(rule: Rule, **more: object) -> Registry:
    """The registry of a site whose one plugin decides by a rule."""
    plugin = ModuleType("helper")

    def kinds(context: RegisterContext) -> tuple[RequirementKind, ...]:
        return (RequirementKind("glad", "Glad", rule, **more),)  # type: ignore[arg-type]

    plugin.lms_register_requirement_kinds = hookimpl(kinds)  # type: ignore[attr-defined]
    return Registry({"helper": plugin})


def with_registry(site: Site, registry: Registry) -> Site:
    """The same site as it would start with other plugins."""
    site.session().rollback()
    return replace(site, registry=registry, parsed={})


@pytest.fixture
def enrol(site: Site, training: Training) -> Callable[[Registry], Site]:
    """Enrol Ben, where a registry is in use, on a version that names its plugin."""

    def enrolled(registry: Registry) -> Site:
        with_plugin = with_registry(site, registry)
        files = craft_files("2", plugins="helper", extra=GLAD)
        publish(with_plugin, SYSTEM, files, base_version="1")
        World(with_plugin).person("ben")
        World(with_plugin).enrolment("ben", "craft", training.cohort, date(2025, 9, 1))
        with_plugin.session().rollback()
        return with_plugin

    return enrolled


def first_line(site: Site) -> StageLine:
    site.session().rollback()
    (ben,) = (e for e in of_cohort(site.session(), "craft-2025") if e.person == "ben")
    return stage_lines.stage_lines(site, [ben])[ben.id][0]


def glad(site: Site) -> str:
    return next(v["outcome"] for v in first_line(site).verdicts if v["id"] == "c1.glad")


def kept(site: Site) -> list[str]:
    """The stages of Ben's whose verdicts are stored."""
    query = select(ProgressView.stage).where(ProgressView.person == "ben")
    return sorted(site.session().scalars(query))


def stands(site: Site, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether Ben's stored verdicts are shown: nothing is worked out then."""
    asked: list[object] = []
    live = stage_lines.progress_of_people
    with monkeypatch.context() as patch:
        patch.setattr(
            stage_lines, "progress_of_people", lambda *a, **k: asked.append(a) or live(*a, **k)
        )
        first_line(site)
    return not asked


def test_a_verdict_is_not_shown_after_its_plugin_has_gone_and_is_shown_again_with_it(
    enrol: Callable[[Registry], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = enrol(helper(met))
    assert (glad(site), stands(site, monkeypatch)) == ("met", True)
    without = with_registry(site, Registry({}))
    assert (glad(without), stands(without, monkeypatch)) == ("held", False)
    back = with_registry(site, helper(met))
    assert (glad(back), stands(back, monkeypatch)) == ("met", True)


def test_a_verdict_by_a_rule_that_has_changed_is_not_shown(
    enrol: Callable[[Registry], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = enrol(helper(met))
    assert glad(site) == "met"
    changed = with_registry(site, helper(not_yet))
    assert not stands(changed, monkeypatch)
    assert (glad(changed), stands(changed, monkeypatch)) == ("not-yet", True)


def test_a_verdict_by_another_version_of_a_plugin_is_not_shown(
    enrol: Callable[[Registry], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    site, again = enrol(helper(met)), helper(met)
    assert (glad(site), stands(site, monkeypatch)) == ("met", True)
    again._versions = {"helper": "2"}
    assert not stands(with_registry(site, again), monkeypatch)


def test_a_verdict_that_rests_on_a_fault_is_shown_and_never_kept(
    enrol: Callable[[Registry], Site],
) -> None:
    site = enrol(helper(failing))
    assert glad(site) == "held"
    assert kept(site) == []


def test_a_rule_that_cannot_say_whom_it_looks_at_holds_its_verdict(
    enrol: Callable[[Registry], Site],
) -> None:
    site = enrol(helper(met, reads=sees_nothing))
    assert glad(site) == "held"
    assert kept(site) == []


def test_what_is_written_while_a_plugin_is_out_of_use_is_not_kept_and_right_once_it_is_back(
    enrol: Callable[[Registry], Site], training: Training
) -> None:
    site = enrol(helper(met))
    without = with_registry(site, Registry({}))
    kinds = without.registry.record_kinds
    without = replace(without, ledger=replace(site.ledger, kinds=lambda: kinds))
    (enrolment,) = site.about_me("ben").of("enrolment")
    training.world.site = without  # type: ignore[misc]
    training.hours("ben", enrolment.id, 60)
    assert glad(without) == "held"
    assert kept(site) == []
    assert glad(with_registry(site, helper(met))) == "met"


def test_a_verdict_counted_with_other_bank_holidays_is_not_shown(
    enrol: Callable[[Registry], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = enrol(helper(met))
    assert (glad(site), stands(site, monkeypatch)) == ("met", True)
    with monkeypatch.context() as patch:
        more = bank_holidays.bank_holidays() | {date(2026, 3, 3)}
        patch.setattr(site_module, "bank_holidays", lambda: more)
        assert not stands(with_registry(site, site.registry), monkeypatch)
    assert not stands(with_registry(site, site.registry), monkeypatch)  # those are kept now
    assert stands(with_registry(site, site.registry), monkeypatch)


def test_a_verdict_that_asked_for_the_level_of_a_stage_goes_when_that_changes(
    enrol: Callable[[Registry], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    def asks(_: Requirement, evidence: Evidence) -> Finding:
        level = evidence.level_of("small/year")
        return Finding(Outcome.MET if level else Outcome.NOT_YET, "By its level.")

    site = enrol(helper(asks))
    assert (glad(site), stands(site, monkeypatch)) == ("not-yet", True)
    World(site).programme("[]")
    assert not stands(site, monkeypatch)
    assert (glad(site), stands(site, monkeypatch)) == ("met", True)


def test_what_waits_is_worked_out_again_under_other_rules(school: School, clock: Clock) -> None:
    log, work = school.log(), school.work()
    stored = list_waiting(school.site, school.tutor)
    with school.site.ledger.write("system") as writer:
        writer.session.query(EnrolmentView).update({"relay": "of other rules"})
    school.site.session().rollback()
    with counted(school.site) as sent:
        assert list_waiting(school.site, school.tutor) == stored
    assert {i.record for i in stored.items} == {log, work}
    assert any("FROM record" in statement for statement in sent)
