"""What each hook does on a site: the answer is used, and its failure costs what the hook says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from lms.domain.evidence import Evidence
from lms.domain.policy import SYSTEM
from lms.domain.programme import Requirement
from lms.errors import BadInput
from lms.plugin import (
    LATE_PENALTIES,
    LEVEL_7,
    Field,
    FieldType,
    Finding,
    Outcome,
    Page,
    PageContext,
    Panel,
    PanelContext,
    RecordKind,
    Report,
    ReportContext,
    RequirementKind,
    hookimpl,
)
from lms.registry import CORE, Registry, find_plugins
from lms.services.closing import closed_because
from lms.services.draw_report import draw_report
from lms.services.evaluation import progress_of
from lms.services.plugin_page import plugin_page
from lms.services.programmes import load, newest
from lms.services.publish import publish
from lms.services.site import Site
from lms.testing_world import World
from tests.fixtures.snapshots import Begun, begins
from tests.fixtures.training import craft_files

LUCK = "\n  - {id: c1.luck, title: Luck, kind: luck, settings: {at-least: 1}}\n"
Hook = Callable[..., object]


def made(**hooks: Hook) -> ModuleType:
    """A plugin of some hooks."""
    plugin = ModuleType("made")
    for name, hook in hooks.items():
        hook.__name__ = name
        setattr(plugin, name, hookimpl(hook))
    return plugin


def says(answer: object) -> Hook:
    """A hook that gives an answer."""

    def hook(context: object) -> object:
        return answer

    return hook


def raises(context: object) -> object:
    """A hook that fails."""
    raise LookupError("of its own")


def lucky(requirement: Requirement, evidence: Evidence) -> Finding:
    return Finding(Outcome.MET, "Lucky.")


LUCK_KIND = RequirementKind(
    "luck", "Luck", lucky, (Field("at-least", FieldType.INTEGER, required=True),)
)


def with_plugin(site: Site, **hooks: Hook) -> Site:
    """The site with one more plugin, called made."""
    registry = Registry({"made": made(**hooks)})
    kinds = registry.record_kinds
    ledger = replace(site.ledger, kinds=lambda: kinds)
    return replace(site, registry=registry, ledger=ledger, parsed={})


def learner_of(site: Site, extra: str = "") -> str:
    """Somebody enrolled on a version that names the plugin; gives the enrolment."""
    publish(site, SYSTEM, craft_files(plugins="made", extra=extra))
    world = World(site)
    world.person("ben")
    return world.enrolment("ben", "craft", cohort="craft-2025", on=date(2025, 9, 1))


def test_register_record_kinds_lets_facts_of_the_kind_be_written(site: Site) -> None:
    kind = RecordKind("nap", "Nap", (Field("minutes", FieldType.INTEGER, required=True),))
    own = with_plugin(site, lms_register_record_kinds=says((kind,)))
    world = World(own)
    world.person("ben")
    world.record("ben", "nap", date(2026, 3, 2), minutes=20)
    assert own.about_me("ben").of("nap")[0].get("minutes") == 20
    with pytest.raises(BadInput):
        World(site).record("ben", "nap", date(2026, 3, 2), minutes=20)
    assert site.about_me("ben").of("nap")[0].get("minutes") == 20


def test_register_requirement_kinds_decides_where_the_version_names_the_plugin(
    site: Site,
) -> None:
    own = with_plugin(site, lms_register_requirement_kinds=says((LUCK_KIND,)))
    learner_of(own, LUCK)
    luck = progress_of(own, "ben", own.today())[0].verdict("c1.luck")
    assert luck is not None
    assert (luck.outcome, luck.reason) == ("met", "Lucky.")
    without = replace(site, parsed={})
    luck = progress_of(without, "ben", site.today())[0].verdict("c1.luck")
    assert luck is not None
    assert luck.outcome == "held"


def test_register_requirement_kinds_serves_only_versions_that_name_the_plugin(
    site: Site,
) -> None:
    own = with_plugin(site, lms_register_requirement_kinds=says((LUCK_KIND,)))
    with pytest.raises(BadInput):
        publish(own, SYSTEM, craft_files(extra=LUCK))


def test_register_curricula_offers_a_folder_to_publish(site: Site, tmp_path: Path) -> None:
    for name, text in craft_files().items():
        path = tmp_path / "craft" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    own = with_plugin(site, lms_register_curricula=says((tmp_path / "craft",)))
    assert World(own).curriculum("craft").id == "craft"
    assert tmp_path / "craft" in own.registry.curricula


def test_register_reports_draws_a_table(site: Site) -> None:
    def rows(context: ReportContext) -> list[tuple[str, ...]]:
        return [(learner.name,) for learner in context.learners]

    own = with_plugin(
        site, lms_register_reports=says((Report("names", "Names", ("Learner",), rows),))
    )
    learner_of(own)
    lead = own.actor(World(own).person("lead", role="programme-lead"))
    assert draw_report(own, lead, "craft", "names").rows == (("Ben",), ("Ben",))


def test_register_marking_policies_offers_a_policy_that_a_cohort_can_keep(site: Site) -> None:
    ours = replace(LEVEL_7, name="ours", late=LATE_PENALTIES["B"])
    own = with_plugin(site, lms_register_marking_policies=says((ours,)))
    assert own.marking.find("ours@1") == ours
    assert own.marking.find("level-7@1") == LEVEL_7


def test_register_pages_draws_a_page(site: Site) -> None:
    def body(context: PageContext) -> str:
        return f"# {context.programme.title}"

    own = with_plugin(site, lms_register_pages=says((Page("about", "About", body),)))
    learner_of(own)
    assert plugin_page(own, own.actor("ben"), "craft", "about").body == "# A craft in two years"


def test_show_panels_adds_a_panel_and_its_failure_skips_it(site: Site) -> None:
    panel = Panel("Today", "Nothing.")
    own = with_plugin(site, lms_show_panels=says((panel, "not a panel")))
    learner_of(own)
    progress = progress_of(own, "ben", own.today())[0]
    context = PanelContext(progress, own.about_me("ben"), own.today())
    assert own.registry.panels(progress.programme, context) == (panel,)
    broken = with_plugin(site, lms_show_panels=raises)
    assert broken.registry.panels(progress.programme, context) == ()


REGISTERED = (
    "lms_register_record_kinds",
    "lms_register_requirement_kinds",
    "lms_register_marking_policies",
    "lms_register_curricula",
    "lms_register_reports",
    "lms_register_pages",
)


@pytest.mark.parametrize("hook", REGISTERED)
@pytest.mark.parametrize(
    "answer", [raises, says(("nonsense",)), says(7)], ids=["raises", "nonsense", "number"]
)
def test_register_hooks_that_fail_leave_their_plugin_out_whole(hook: str, answer: Hook) -> None:
    others: dict[str, Any] = {
        "lms_register_requirement_kinds": says((LUCK_KIND,)),
        "lms_register_pages": says((Page("about", "About", str),)),
    }
    registry = Registry({"made": made(**{**others, hook: answer})})
    assert [left.name for left in registry.left_out] == ["made"]
    assert "luck" not in registry.requirement_kinds
    assert registry.relay(("made",)).pages == {}


def test_two_plugins_with_one_name_for_a_thing_are_both_left_out() -> None:
    one = made(lms_register_requirement_kinds=says((LUCK_KIND,)))
    two = made(lms_register_requirement_kinds=says((LUCK_KIND,)))
    registry = Registry({"one": one, "two": two})
    assert {left.name for left in registry.left_out} == {"one", "two"}
    assert all("declared by one and two" in left.reason for left in registry.left_out)
    core = made(lms_register_record_kinds=says((RecordKind("hours", "Mine"),)))
    registry = Registry({"mine": core})
    assert [left.name for left in registry.left_out] == ["mine"]
    assert registry.record_kinds["hours"].title == "Practice entry"


def bundled_plugins() -> dict[str, ModuleType]:
    """The plugins that come with Cadre, by name."""
    import lms_family_therapy
    import lms_foundation
    import lms_leadership
    import lms_supervision

    modules = (lms_family_therapy, lms_foundation, lms_leadership, lms_supervision)
    return {module.__name__: module for module in modules}


def test_the_order_of_loading_changes_nothing() -> None:
    plugins = bundled_plugins()
    forwards, backwards = Registry(plugins), Registry(dict(reversed(plugins.items())))
    assert forwards.loaded == backwards.loaded
    assert list(forwards.record_kinds) == list(backwards.record_kinds)
    assert list(forwards.requirement_kinds) == list(backwards.requirement_kinds)
    assert forwards.curricula == backwards.curricula
    names = list(plugins)
    assert forwards.relay(names) == backwards.relay(names)
    assert forwards.relay(names).reports == forwards.relay(names[::-1]).reports


@begins("every_curriculum")
def write_every_curriculum(world: World) -> dict[str, str]:
    """All that core and plugins offer, published."""
    for folder in world.site.registry.curricula:
        world.curriculum(folder.name)
    return {}


@pytest.fixture
def every_curriculum(begun: Begun) -> None:
    """A site on which all of them are published."""
    begun(write_every_curriculum)


@pytest.mark.parametrize("removed", sorted(bundled_plugins()))
def test_each_bundled_plugin_can_go_and_costs_only_its_own_programme(
    site: Site, every_curriculum: None, removed: str
) -> None:
    registry = find_plugins({removed})
    without = replace(site, registry=registry, parsed={})
    assert {left.name for left in registry.left_out} == {removed}
    closed = {}
    for folder in site.registry.curricula:
        version = load(without, folder.name, newest(without, folder.name).version)
        closed[folder.name] = (closed_because(without, version), removed in version.plugins)
    assert all(bool(reason) == needed for reason, needed in closed.values())
    assert sum(needed for _, needed in closed.values()) == 1


def test_core_alone_is_a_site(site: Site) -> None:
    alone = replace(site, registry=Registry({}), parsed={})
    assert [p.name for p in alone.registry.loaded] == [CORE]
    assert publish(alone, SYSTEM, craft_files()).key == "craft@1"
