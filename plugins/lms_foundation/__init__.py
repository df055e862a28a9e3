"""The twelve-month foundation: its curriculum, and a panel with the next taught day."""

from __future__ import annotations

from pathlib import Path

from lms.plugin import Panel, PanelContext, RegisterContext, bundled, hookimpl
from lms_foundation.next_day import next_taught_day


@hookimpl
def lms_register_curricula(context: RegisterContext) -> tuple[Path, ...]:
    """Offer the bundled curriculum."""
    return (bundled("foundation"),)


@hookimpl
def lms_show_panels(context: PanelContext) -> tuple[Panel, ...]:
    """Say what the next taught day is about."""
    return next_taught_day(context)
