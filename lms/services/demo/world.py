"""The whole example world, told from its beginning to today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lms.domain.assessment.policy import MarkingRules
from lms.domain.programme import Programme
from lms.services.demo.allocations import tell_allocations
from lms.services.demo.cadre import tell_certificates
from lms.services.demo.cohorts import tell_cohorts
from lms.services.demo.conduct import tell_conduct
from lms.services.demo.deadlines import tell_deadlines
from lms.services.demo.employment import tell_employment
from lms.services.demo.examining import tell_examining
from lms.services.demo.foundation import tell_foundation
from lms.services.demo.leadership import tell_leadership
from lms.services.demo.moderation import tell_moderation
from lms.services.demo.put_right import tell_put_right
from lms.services.demo.qualifying import tell_qualifying
from lms.services.demo.register_turns import tell_register_turns
from lms.services.demo.registers import tell_registers
from lms.services.demo.staff import tell_roles
from lms.services.demo.story import Story
from lms.services.demo.supervision import tell_supervision
from lms.services.demo.year_two import tell_year_two


def tell_world(today: date, programmes: Mapping[str, Programme], marking: MarkingRules) -> Story:
    """Every fact of the example world as it stands on a day.

    ``programmes`` are the published versions by the id of the programme, ``marking`` the policies
    that they name. The same day, versions and policies give the same facts, in the same order, with
    the same ids.
    """
    story = Story(today, programmes, marking)
    for tell in (
        tell_roles,
        tell_employment,
        tell_registers,
        tell_register_turns,
        tell_cohorts,
        tell_deadlines,
        tell_certificates,
        tell_foundation,
        tell_year_two,
        tell_qualifying,
        tell_supervision,
        tell_leadership,
        tell_conduct,
        tell_allocations,
        tell_moderation,
        tell_examining,
        tell_put_right,
    ):
        tell(story)
    return story
