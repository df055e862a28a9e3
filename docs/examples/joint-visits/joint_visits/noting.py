"""A joint visit as a fact: with which kind of agency it was made, and once per day and agency."""

from __future__ import annotations

from lms.plugin import Field, NewRecord, RecordKind, Records, Refusal

AGENCY_KINDS = ("health", "school", "police", "housing", "charity")


def refuse_twice(new: NewRecord, records: Records) -> Refusal | None:
    """One visit with one kind of agency a day."""
    own = records.in_enrolment(new.enrolment or "")
    for other in own.of("joint-visit", agency=new.get("agency")):
        if other.on == new.on and other.id != new.replaces:
            return Refusal("already-noted", "That visit is already noted.", (other.id,))
    return None


JOINT_VISIT = RecordKind(
    name="joint-visit",
    title="Joint visit",
    fields=(
        Field("agency", required=True, choices=AGENCY_KINDS, says="With what kind of agency?"),
    ),
    enrolled=True,
    entered_by=("learner",),
    check=refuse_twice,
)
