"""Core's own kinds, registered through the same hooks as anybody's."""

from __future__ import annotations

from lms.domain.assessment.policies import CORE_POLICIES
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.evidence import RequirementKind
from lms.domain.kinds import CORE_RECORD_KINDS
from lms.domain.records import RecordKind
from lms.domain.requirements.assessed_work import ASSESSED_WORK
from lms.domain.requirements.attendance import ATTENDANCE
from lms.domain.requirements.combined import ALL_OF, ANY_OF, AT_LEAST_N
from lms.domain.requirements.decided import BOARD, DECLARATION, JUDGEMENT, REPORT
from lms.domain.requirements.entry_checks import ENTRY_CHECK
from lms.domain.requirements.practice import HOURS, SESSIONS
from lms.domain.requirements.reflective_logs import REFLECTIVE_LOGS
from lms.domain.requirements.stated import (
    CONSENTED_RECORDING,
    ELAPSED_TIME,
    REGISTRATION,
    TAUGHT_HOURS,
)
from lms.hookspecs import RegisterContext, hookimpl

CORE_REQUIREMENT_KINDS = (
    ENTRY_CHECK,
    TAUGHT_HOURS,
    ATTENDANCE,
    HOURS,
    SESSIONS,
    ASSESSED_WORK,
    REFLECTIVE_LOGS,
    DECLARATION,
    CONSENTED_RECORDING,
    REPORT,
    JUDGEMENT,
    ELAPSED_TIME,
    REGISTRATION,
    BOARD,
    ALL_OF,
    ANY_OF,
    AT_LEAST_N,
)


@hookimpl
def lms_register_record_kinds(context: RegisterContext) -> tuple[RecordKind, ...]:
    """The kinds of fact that every programme shares."""
    return CORE_RECORD_KINDS


@hookimpl
def lms_register_marking_policies(context: RegisterContext) -> tuple[MarkingPolicy, ...]:
    """The marking policies that every curriculum may choose."""
    return CORE_POLICIES


@hookimpl
def lms_register_requirement_kinds(context: RegisterContext) -> tuple[RequirementKind, ...]:
    """The kinds of requirement that every curriculum may use."""
    return CORE_REQUIREMENT_KINDS
