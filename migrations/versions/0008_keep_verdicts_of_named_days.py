"""Keep verdicts of named days"""

import sqlalchemy as sa
from alembic import op

from lms.store.base import UtcDateTime
from lms.store.tables import Json

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "view_past",
        sa.Column("enrolment", sa.String(length=36), nullable=False),
        sa.Column("stage", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("known", sa.String(length=40), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("verdicts", Json, nullable=False),
        sa.Column("reads", Json, nullable=False),
        sa.Column("curriculum", sa.String(length=64), nullable=False),
        sa.Column("relay", sa.String(length=64), nullable=False),
        sa.Column("levels", Json, nullable=False),
        sa.Column("kept", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint(
            "enrolment", "stage", "as_of", "known", "shown", name=op.f("pk_view_past")
        ),
    )
    op.create_index(op.f("ix_view_past_kept"), "view_past", ["kept"])
    op.create_index(op.f("ix_view_past_person"), "view_past", ["person"])


def downgrade() -> None:
    op.drop_table("view_past")
