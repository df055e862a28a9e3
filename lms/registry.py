"""Find plugins, check them, and answer which of them apply to a version of a programme."""

from __future__ import annotations

import logging
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy

from lms import builtin, hookspecs
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.contributions import Page, Panel, PanelContext, Report
from lms.domain.evidence import RequirementKind
from lms.domain.faults import kind_and_place
from lms.domain.programme import Programme
from lms.domain.records import RecordKind
from lms.fingerprint import core_source, description_of, digest_of, modules_of, source_of
from lms.hookspecs import RegisterContext

log = logging.getLogger(__name__)
CORE = "core"
GROUP = "lms.plugins"
DECLARATIONS: tuple[tuple[str, type], ...] = (
    ("record_kinds", RecordKind),
    ("requirement_kinds", RequirementKind),
    ("marking_policies", MarkingPolicy),
    ("curricula", Path),
    ("reports", Report),
    ("pages", Page),
)


CLASHING = tuple(what for what, _ in DECLARATIONS if what != "curricula")
"""What two plugins cannot both call by one name."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plugin in use, and where it came from."""

    name: str
    origin: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A plugin that is not in use, and why.

    ``reason`` is for the log and the command line of whoever runs the site; it may repeat what the
    plugin's own fault says. ``shown`` is for pages and answers: of such a fault its sort and place.
    """

    name: str
    reason: str
    fault: str = ""

    @property
    def shown(self) -> str:
        return self.fault or self.reason


class NotDeclarable(TypeError):
    """A hook gave something else than it is there for."""


@dataclass(frozen=True, slots=True)
class Relay:
    """What applies to one version of a programme: core and the plugins that the version names.

    ``missing`` names plugins that the version needs and that are not loaded: the version is then
    closed to decisions, and what they decide is held.
    """

    plugins: tuple[str, ...]
    missing: tuple[str, ...]
    requirement_kinds: Mapping[str, RequirementKind]
    reports: Mapping[str, Report]
    pages: Mapping[str, Page]
    record_kinds: Mapping[str, RecordKind]
    closed: str = ""


@dataclass
class _Declared:
    by_plugin: dict[str, dict[str, tuple[Any, ...]]] = field(default_factory=dict)

    def of(self, what: str) -> Iterable[tuple[str, Any]]:
        for plugin, declared in self.by_plugin.items():
            for item in declared[what]:
                yield plugin, item


class Registry:
    """The one site-wide set of plugins.

    A plugin that cannot be imported, misspells a hook, declares something wrong or shares a name
    with another is left out whole and named; only a fault of core stops the site.
    """

    def __init__(
        self,
        plugins: Mapping[str, object],
        left_out: Sequence[LeftOut] = (),
        versions: Mapping[str, str] | None = None,
    ):
        self.left_out: tuple[LeftOut, ...] = tuple(left_out)
        self._versions: Mapping[str, str] = versions or {}
        self._manager = pluggy.PluginManager("lms")
        self._manager.add_hookspecs(hookspecs)
        self._declared = _Declared()
        self._relays: dict[tuple[str, ...], Relay] = {}
        self._add(CORE, builtin)
        for name in sorted(plugins):
            try:
                self._add(name, plugins[name])
            except (Exception, SystemExit) as fault:  # somebody else's code: named and left out
                self._leave_out(name, f"{type(fault).__name__}: {fault}", _without_words(fault))
        self._settle_clashes()
        self.loaded = tuple(
            Loaded(name, _origin(plugins.get(name, builtin))) for name in self._declared.by_plugin
        )
        # Taken now, with what was just loaded: files may change while a process runs.
        self._sources = {name: self._source(name) for name in self._declared.by_plugin}

    def _add(self, name: str, plugin: object) -> None:
        self._manager.register(plugin, name)
        self._manager.check_pending()
        hooks = {f"lms_register_{what}": kind for what, kind in DECLARATIONS}
        self._declared.by_plugin[name] = {
            what: self._ask(name, f"lms_register_{what}", hooks[f"lms_register_{what}"])
            for what, _ in DECLARATIONS
        }

    def _ask(self, name: str, hook: str, kind: type) -> tuple[Any, ...]:
        plugin = self._manager.get_plugin(name)
        others = [p for p in self._manager.get_plugins() if p is not plugin]
        answers = self._manager.subset_hook_caller(hook, others)(context=RegisterContext())
        items = tuple(item for answer in answers for item in answer)
        for item in items:
            if not isinstance(item, kind):
                raise NotDeclarable(
                    f"{hook} gave a {type(item).__name__}; it must give {kind.__name__} objects"
                )
        return items

    def _leave_out(self, name: str, reason: str, fault: str = "") -> None:
        self._declared.by_plugin.pop(name, None)
        if self._manager.has_plugin(name):
            self._manager.unregister(name=name)
        self.left_out = (*self.left_out, LeftOut(name, reason, fault))
        log.error("plugin %s is left out: %s", name, reason)

    def _settle_clashes(self) -> None:
        """Two plugins that declare one name are both left out, so that order changes nothing."""
        clashing: dict[str, str] = {}
        for what in CLASHING:
            owners: dict[str, set[str]] = defaultdict(set)
            for plugin, item in self._declared.of(what):
                owners[_named(item)].add(plugin)
            for item_name, names in owners.items():
                if len(names) > 1:
                    reason = f'"{item_name}" is declared by {" and ".join(sorted(names))}'
                    clashing.update({n: reason for n in names if n != CORE})
        for name in sorted(clashing):
            self._leave_out(name, clashing[name])

    def declared(self, plugin: str, what: str) -> tuple[Any, ...]:
        """What one plugin declared of a sort: record_kinds, requirement_kinds, curricula …"""
        return self._declared.by_plugin.get(plugin, {}).get(what, ())

    @property
    def record_kinds(self) -> Mapping[str, RecordKind]:
        """Every kind of fact, by name."""
        return {kind.name: kind for _, kind in self._declared.of("record_kinds")}

    @property
    def requirement_kinds(self) -> Mapping[str, RequirementKind]:
        """Every kind of requirement on the site, by name."""
        return {kind.name: kind for _, kind in self._declared.of("requirement_kinds")}

    @property
    def marking_policies(self) -> Mapping[str, MarkingPolicy]:
        """Every marking policy on the site, by name and version."""
        return {policy.key: policy for _, policy in self._declared.of("marking_policies")}

    @property
    def curricula(self) -> tuple[Path, ...]:
        """The folders that plugins offer for publication."""
        return tuple(path for _, path in self._declared.of("curricula"))

    @property
    def plugin_names(self) -> frozenset[str]:
        """The plugins in use, core apart."""
        return frozenset(self._declared.by_plugin) - {CORE}

    def relay(self, plugins: Sequence[str]) -> Relay:
        """What applies to a version that names these plugins."""
        names = tuple(plugins)
        if names not in self._relays:
            self._relays[names] = self._relay(names)
        return self._relays[names]

    def _relay(self, plugins: tuple[str, ...]) -> Relay:
        named = {CORE, *plugins}
        missing = tuple(p for p in plugins if p not in self._declared.by_plugin)

        def own(what: str) -> dict[str, Any]:
            return {
                getattr(item, "name", None) or item.id: item
                for plugin, item in self._declared.of(what)
                if plugin in named
            }

        closed = ""
        if missing:
            closed = f"This version needs {' and '.join(missing)}, which is not loaded."
        return Relay(
            plugins,
            missing,
            own("requirement_kinds"),
            own("reports"),
            own("pages"),
            own("record_kinds"),
            closed,
        )

    def _source(self, name: str) -> str:
        if name == CORE:
            return core_source()
        declared = [item for items in self._declared.by_plugin[name].values() for item in items]
        modules = {_module(self._manager.get_plugin(name))}.union(*map(modules_of, declared))
        ours = {m for m in modules if m.partition(".")[0] in (*LIBRARY, "lms")}
        return digest_of(source_of(module) for module in sorted(modules - ours))

    def fingerprint(self, name: str) -> str:
        """A plugin's name, version, state, source and what it declared, as one digest."""
        if name not in self._declared.by_plugin:
            return digest_of((name, "not in use"))
        declared = description_of(self._declared.by_plugin[name])
        return digest_of((name, self._versions.get(name, ""), self._sources[name], declared))

    def panels(self, programme: Programme, context: PanelContext) -> tuple[Panel, ...]:
        """The panels of the version's plugins; one that fails is logged and skipped."""
        shown: list[Panel] = []
        for name in sorted(set(programme.plugins) & self.plugin_names):
            try:
                panels = self._panels_of(name, context)
            except (Exception, SystemExit):
                log.exception("plugin %s failed to show its panels; the page goes on", name)
            else:
                shown += panels
        return tuple(shown)

    def _panels_of(self, name: str, context: PanelContext) -> list[Panel]:
        plugin = self._manager.get_plugin(name)
        others = [p for p in self._manager.get_plugins() if p is not plugin]
        answers = self._manager.subset_hook_caller("lms_show_panels", others)(context=context)
        return [p for answer in answers for p in answer if isinstance(p, Panel)]


LIBRARY = sys.stdlib_module_names
"""A rule may well be a function of the standard library; its source is Python's, not the plugin's."""


def _module(plugin: object) -> str:
    """The module that a plugin is, or that its class was written in."""
    return plugin.__name__ if isinstance(plugin, ModuleType) else type(plugin).__module__


def _origin(plugin: object) -> str:
    return str(getattr(plugin, "__name__", type(plugin).__name__))


def find_plugins(blocked: Iterable[str] = ()) -> Registry:
    """Load every entry point of the group ``lms.plugins`` that is not blocked, one by one."""
    found: dict[str, object] = {}
    versions: dict[str, str] = {}
    left_out: list[LeftOut] = []
    refused = set(blocked)
    for name, points in _by_name(entry_points(group=GROUP)).items():
        if name in refused:
            left_out.append(LeftOut(name, "blocked by LMS_PLUGINS_BLOCK"))
        elif len({p.value for p in points}) > 1:
            values = " and ".join(sorted({p.value for p in points}))
            left_out.append(LeftOut(name, f"two distributions use this name: {values}"))
        else:
            _load(points[0], found, left_out)
            versions[name] = points[0].dist.version if points[0].dist else ""
    return Registry(found, left_out, versions)


def _by_name(points: Iterable[EntryPoint]) -> dict[str, list[EntryPoint]]:
    named: dict[str, list[EntryPoint]] = defaultdict(list)
    for point in points:
        named[point.name].append(point)
    return named


def _load(point: EntryPoint, found: dict[str, object], left_out: list[LeftOut]) -> None:
    try:
        found[point.name] = point.load()
    except (Exception, SystemExit) as fault:  # a plugin must not be able to stop the site
        said = f"{type(fault).__name__}: {fault}"
        log.error("plugin %s is left out: %s", point.name, said)
        left_out.append(LeftOut(point.name, said, kind_and_place(fault)))


def _without_words(fault: BaseException) -> str:
    """A plugin's fault by its sort and place; empty where the words are ours, or those of pluggy."""
    ours = isinstance(fault, (NotDeclarable, pluggy.PluginValidationError))
    return "" if ours else kind_and_place(fault)


def _named(item: Any) -> str:
    """What a declared thing is called on this site: a policy by its version too."""
    return str(getattr(item, "key", None) or getattr(item, "name", None) or item.id)
