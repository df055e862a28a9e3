"""Keep codes shown before

Candidates' codes were the last letters of an enrolment's id; they are keyed from now on. Work that
was released, or whose set a moderator confirmed, keeps the code under which people wrote about it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LETTERS = 6
KINDS = ("enrolment", "cohort-move", "submission", "mark", "release", "sample", "moderation")
RECORD = sa.table(
    "record",
    sa.column("position", sa.BigInteger),
    sa.column("id", sa.String),
    sa.column("subject_id", sa.String),
    sa.column("kind", sa.String),
    sa.column("enrolment", sa.String),
    sa.column("payload", sa.JSON().with_variant(JSONB(), "postgresql")),
)
VERSION = sa.table(
    "programme_version",
    sa.column("programme", sa.String),
    sa.column("files", sa.JSON().with_variant(JSONB(), "postgresql")),
)
ID = re.compile(r"^id: *(\S+)", re.MULTILINE)


def upgrade() -> None:
    table = op.create_table(
        "shown_code",
        sa.Column("submission", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("submission", name=op.f("pk_shown_code")),
    )
    query = sa.select(RECORD).where(RECORD.c.kind.in_(KINDS)).order_by(RECORD.c.position)
    records = list(op.get_bind().execute(query))
    enrolments = {r.id: r.enrolment for r in records if r.kind == "submission"}
    stages = _stages(op.get_bind().execute(sa.select(VERSION)))
    shown = {*_released(records, stages), *_confirmed(records)} & enrolments.keys()
    rows = [{"submission": s, "code": enrolments[s][-LETTERS:].upper()} for s in sorted(shown)]
    if rows:
        op.bulk_insert(table, rows)


def _stages(versions: Iterable[Any]) -> dict[str, str]:
    """The stage of each piece of work, as its curriculum's folders say."""
    found: dict[str, str] = {}
    for version in versions:
        for path, text in version.files.items():
            folder, within, _ = path.partition("/assessments/")
            work, stage = ID.search(text), ID.search(version.files.get(f"{folder}/stage.md", ""))
            if within and work and stage:
                found[work[1]] = f"{version.programme}/{stage[1]}"
    return found


def _released(records: list[Any], stages: dict[str, str]) -> Iterator[str]:
    """The texts whose marks a release to their learner's cohort took in."""
    cohort: dict[str, str] = {}
    texts: dict[tuple[str, str], list[str]] = {}
    marked: dict[tuple[str, str], set[str]] = {}
    for record in records:
        of = (record.enrolment, record.payload.get("assessment"))
        if record.kind in ("enrolment", "cohort-move"):
            cohort[record.enrolment or record.id] = record.payload.get("cohort")
        elif record.kind == "submission":
            texts.setdefault(of, []).append(record.id)
        elif record.kind == "mark":
            marked.setdefault(of, set()).update(texts.get(of, ()))
        elif record.kind == "release" and record.payload.get("marks") != "outcome":
            for (enrolment, assessment), submissions in marked.items():
                stage = stages.get(assessment, record.payload.get("stage"))
                if cohort.get(enrolment) == record.subject_id and _takes_in(
                    record.payload, enrolment, assessment, stage
                ):
                    yield from submissions


def _takes_in(release: dict[str, Any], enrolment: str, assessment: str, stage: Any) -> bool:
    named = release.get("enrolments")
    return (
        release.get("assessment") in (None, assessment)
        and release.get("stage") == stage
        and (not named or enrolment in named)
    )


def _confirmed(records: list[Any]) -> Iterator[str]:
    """The texts of every set that a moderator confirmed."""
    samples = {r.id: r.payload for r in records if r.kind == "sample"}
    for record in records:
        if record.kind == "moderation" and record.payload.get("decision") == "confirmed":
            yield from samples.get(record.payload.get("sample"), {}).get("whole-set", ())


def downgrade() -> None:
    op.drop_table("shown_code")
