"""The public API: all that a plugin may import from us."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from lms.domain.as_of import AsOf
from lms.domain.assessment.components import Component, Overall, overall
from lms.domain.assessment.outcome import Result
from lms.domain.assessment.penalties import LatePenalty, OverLength, Penalised
from lms.domain.assessment.policies import LATE_PENALTIES, LEVEL_7
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.contributions import (
    LearnerRow,
    Page,
    PageContext,
    Panel,
    PanelContext,
    Report,
    ReportContext,
)
from lms.domain.evidence import Evidence, NotInUse, RequirementKind
from lms.domain.programme import Assessment, Module, Programme, Requirement, Stage
from lms.domain.progress import Progress
from lms.domain.record_state import is_unsigned
from lms.domain.records import (
    Field,
    FieldType,
    NewRecord,
    Privacy,
    Record,
    RecordKind,
    Records,
    Refusal,
)
from lms.domain.requirements.assessed_work import results_of
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome, Verdict, number
from lms.domain.wording import listed, many
from lms.hookspecs import RegisterContext, hookimpl

API_VERSION = 1


def bundled(programme: str) -> Path:
    """The folder of one of the curricula that come with Cadre."""
    return Path(str(files("lms.curricula") / programme))


__all__ = [
    "API_VERSION",
    "LATE_PENALTIES",
    "LEVEL_7",
    "AsOf",
    "Assessment",
    "Component",
    "Counted",
    "Evidence",
    "Field",
    "FieldType",
    "Finding",
    "LatePenalty",
    "LearnerRow",
    "MarkingPolicy",
    "Module",
    "NewRecord",
    "NotCounted",
    "NotInUse",
    "Outcome",
    "OverLength",
    "Overall",
    "Page",
    "PageContext",
    "Panel",
    "PanelContext",
    "Penalised",
    "Privacy",
    "Programme",
    "Progress",
    "Record",
    "RecordKind",
    "Records",
    "Refusal",
    "RegisterContext",
    "Report",
    "ReportContext",
    "Requirement",
    "RequirementKind",
    "Result",
    "Stage",
    "Verdict",
    "bundled",
    "hookimpl",
    "is_unsigned",
    "listed",
    "many",
    "number",
    "overall",
    "results_of",
]
