"""The kinds of fact as a case asks them: a plugin's check that fails is a problem of that case."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from lms.domain.case_facts import Unclear
from lms.domain.faults import noted
from lms.domain.records import NewRecord, RecordKind, Records, Refusal
from lms.registry import Registry

log = logging.getLogger(__name__)


def case_kinds(registry: Registry) -> Mapping[str, RecordKind]:
    """Every kind of fact by name; Unclear, with the plugin's name, where a check of a plugin's fails."""
    kinds = dict(registry.record_kinds)
    for plugin in registry.plugin_names:
        for kind in registry.declared(plugin, "record_kinds"):
            kinds[kind.name] = replace(kind, check=partial(_checked, plugin, kind))
    return kinds


def _checked(plugin: str, kind: RecordKind, new: NewRecord, in_force: Records) -> Refusal | None:
    try:
        return kind.check(new, in_force)
    except Exception as fault:  # somebody else's code: told at the fact that it was asked about
        where = f'The check of "{kind.name}" of the plugin "{plugin}"'
        raise Unclear(
            f'the plugin "{plugin}" failed when it checked this {kind.name}, so the case tells '
            f"nothing; show whoever looks after it the log (reference {noted(log, where, fault)})"
        ) from fault
