"""Which taught day comes next for a learner, from the register so far."""

from __future__ import annotations

from lms.plugin import Panel, PanelContext


def next_taught_day(context: PanelContext) -> tuple[Panel, ...]:
    """A panel that names the first day without a mark on the register, or none at the end."""
    taken = {int(r.get("day")) for r in context.records.of("attendance", register="taught")}
    stage = context.progress.stage
    coming = next((day for day in range(1, stage.days + 1) if day not in taken), None)
    modules = [m for m in stage.modules if coming in m.days]
    if coming is None or not modules:
        return ()
    titles = " and ".join(f"*{m.title}*" for m in modules)
    return (Panel("Next taught day", f"Day {coming} of {stage.days}: {titles}."),)
